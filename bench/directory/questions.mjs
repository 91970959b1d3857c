// What people type: names growing letter by letter, and names with typos. The same seed asks the same.

/** One letter too few, too many, another, or two that changed places; not the first, not in short words. */
function bend(word, dice) {
  const letters = [...word];
  if (letters.length < 5) return word;
  const at = 1 + dice.below(letters.length - 2);
  const letter = String.fromCharCode(97 + dice.below(26));
  switch (dice.below(4)) {
    case 0:
      letters.splice(at, 1);
      break;
    case 1:
      letters.splice(at, 0, letter);
      break;
    case 2:
      letters[at] = letter;
      break;
    default:
      [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]];
  }
  return letters.join("");
}

/** Each keystroke of a name, in either order, from its second letter on: a field asks no sooner. */
function keystrokes({ given, family }, dice) {
  const whole = dice.below(2) ? `${given} ${family}` : `${family} ${given}`;
  const letters = [...whole];
  return letters.slice(1).map((_, at) => letters.slice(0, at + 2).join(""));
}

/** Both words, a typo in one. */
function typo({ given, family }, dice) {
  return [dice.below(2) ? `${bend(given, dice)} ${family}` : `${given} ${bend(family, dice)}`];
}

/** As many questions as asked for: `{typed, meant}`; `meant` only where the name is whole. */
function questions(make, agents, count, dice) {
  const all = [];
  while (all.length < count) {
    const agent = dice.pick(agents);
    const typed = make(agent, dice);
    typed.forEach((text, at) => all.push({ typed: text, meant: at === typed.length - 1 ? agent : undefined }));
  }
  return all.slice(0, count);
}

export const typeAhead = (agents, count, dice) => questions(keystrokes, agents, count, dice);
export const typos = (agents, count, dice) => questions(typo, agents, count, dice);
