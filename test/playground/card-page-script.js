/** Runs in the page: draws cards by their names, and gives back the names of those that something stands out of. */
globalThis.drawCards = (cards, hostConfig) => {
  const { AdaptiveCard, HostConfig } = AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = readMarkdown;
  return cards.flatMap(([name, json]) => {
    const card = new AdaptiveCard();
    card.hostConfig = new HostConfig(hostConfig);
    card.parse(json);
    const box = document.createElement('div');
    box.className = 'card';
    box.append(card.render());
    document.body.append(box);
    const { left, right } = box.getBoundingClientRect();
    const sides = [...box.querySelectorAll('*')].map((one) => one.getBoundingClientRect());
    return sides.some((one) => one.width > 0 && (one.right > right + 1 || one.left < left - 1)) ? [name] : [];
  });
};

/** The little Markdown that cards of ours hold. */
function readMarkdown(text, result) {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  result.outputHtml = escaped
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\[([^\]]+)\]\((https:[^)\s]+)\)/g, '<a href="$2">$1</a>');
  result.didProcess = true;
}
