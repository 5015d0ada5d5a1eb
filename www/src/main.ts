import './styles/base.css';
import './styles/controls.css';
import './styles/pay.css';
import './styles/check.css';
import { start, version } from './core';
import { checkPart } from './check/part';
import { detectPart } from './detect/part';
import { payPart } from './pay/part';
import { fill, h } from './ui/dom';
import { partShown, readAddress, writePart } from './ui/address';
import { languageSwitch, rememberedLanguage, speak } from './ui/language';
import { wireTabs } from './ui/tabs';
import { themeSwitch } from './ui/theme';

function place(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

const list = document.querySelector('[role=tablist]');
if (!list) throw new Error('the page has no tabs');
const show = wireTabs(list, partShown, writePart);
addEventListener('hashchange', () => show(readAddress()));
show(readAddress());

try {
  await Promise.all([start(), speak(rememberedLanguage())]);
  place('theme').append(languageSwitch(), themeSwitch());
  payPart(place('pay'));
  checkPart(place('check'));
  detectPart(place('what'));
  place('version').textContent = `offramp-core ${version()}`;
  document.documentElement.dataset.ready = 'true';
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  fill(place('main'), h('p', { class: 'notice error', role: 'alert' }, `The page could not start: ${message}`));
}
