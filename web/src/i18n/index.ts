// Words. French first, English beside it; one file per feature, fetched when that feature is shown.
import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "@/api/client";

export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

const files = import.meta.glob<{ default: Record<string, unknown> }>("./locales/*/*.json");
const memory = "sacados.language";

export const words = createInstance();

/** Starts speaking: the language chosen on this device, or the browser's, or French. */
export async function startWords(): Promise<void> {
  words.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    speak(language);
  });
  await words
    .use({ type: "backend", read: readFile })
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage() ?? browserLanguage(),
      fallbackLng: false,
      supportedLngs: [...languages],
      ns: ["ui", "shell", "brands"],
      defaultNS: "shell",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(memory, language);
  await words.changeLanguage(language);
}

/** True when the person chose a language here, which then wins over the one of their account. */
export function rememberedLanguage(): Language | null {
  return known(localStorage.getItem(memory));
}

export function currentLanguage(): Language {
  return known(words.language) ?? "fr";
}

function browserLanguage(): Language {
  return navigator.languages.map((language) => known(language.slice(0, 2))).find((language) => language !== null) ?? "fr";
}

export function known(language: string | null | undefined): Language | null {
  return languages.find((one) => one === language) ?? null;
}

function readFile(language: string, feature: string, done: (error: unknown, words: Record<string, unknown> | false) => void): void {
  const load = files[`./locales/${language}/${feature}.json`];
  if (!load) {
    done(new Error(`no words for ${feature} in ${language}`), false);
    return;
  }
  load().then(
    (file) => done(null, file.default),
    (error: unknown) => done(error, false),
  );
}
