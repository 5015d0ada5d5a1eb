// The three parts as tabs, each with an address of its own.

/** Wires the tabs of a list; `shown` hears which panel came up, `chosen` which one somebody asked for. */
export function wireTabs(
  list: Element,
  shown: (panel: string) => void = () => {},
  chosen: (panel: string) => void = () => {},
): (panel: string) => void {
  const tabs = [...list.querySelectorAll<HTMLElement>('[role=tab]')];
  const panelOf = (tab: HTMLElement) => document.getElementById(tab.getAttribute('aria-controls') ?? '');

  function show(tab: HTMLElement): void {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute('aria-selected', String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      const panel = panelOf(other);
      if (panel) panel.hidden = !chosen;
    }
    shown(tab.getAttribute('aria-controls') ?? '');
  }

  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener('click', () => {
      show(tab);
      chosen(tab.getAttribute('aria-controls') ?? '');
    });
    tab.addEventListener('keydown', (event) => {
      const steps: Record<string, number> = {
        ArrowRight: index + 1,
        ArrowLeft: index - 1,
        Home: 0,
        End: tabs.length - 1,
      };
      const next = steps[event.key];
      if (next === undefined) return;
      event.preventDefault();
      const to = tabs[(next + tabs.length) % tabs.length];
      to?.focus();
      to?.click();
    });
  }
  return (panel) => {
    const tab = tabs.find((one) => one.getAttribute('aria-controls') === panel) ?? tabs[0];
    if (tab) show(tab);
  };
}
