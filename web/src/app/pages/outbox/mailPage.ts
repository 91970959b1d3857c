// A mail made fit for a frame of this page: links leave it, styles carry the page's nonce.

/** The frame inherits our rules, which refuse inline styles: each becomes a class of one sheet with the nonce. */
export function mailPage(html: string, nonce: string): string {
  // Renamed before it is read: even a page that is only parsed is held to our rules.
  const unstyled = html.replaceAll(/(<[a-z][^>]*?\s)style(?=\s*=)/gi, "$1data-style").replaceAll(/<style(?=[\s>])/gi, `<style nonce="${nonce}"`);
  const page = new DOMParser().parseFromString(unstyled, "text/html");
  const rules: string[] = [];

  for (const element of page.querySelectorAll<HTMLElement>("[data-style]")) {
    const name = `s${rules.length}`;
    // Thrice named, to win over the mail's own sheet as an inline style would.
    rules.push(`.${name}.${name}.${name}{${element.dataset["style"]}}`);
    delete element.dataset["style"];
    element.classList.add(name);
  }

  const sheet = page.createElement("style");
  sheet.setAttribute("nonce", nonce);
  sheet.textContent = rules.join("\n");
  const base = page.createElement("base");
  base.target = "_blank";
  page.head.prepend(base);
  page.head.append(sheet);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

/** The nonce of this page, which the server wrote beside its scripts. */
export function pageNonce(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
