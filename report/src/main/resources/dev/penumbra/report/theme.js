'use strict';
// Light and dark: the system's choice until the button is used; the button's choice is remembered where the browser allows it.
const theme = {
  listeners: [],
  dark: () => theme.color('--dark') === 'rgb(1, 1, 1)',
  // A CSS variable of the page as a colour that canvas and SVG understand.
  color(name) {
    const probe = document.createElement('span');
    probe.style.color = `var(${name})`;
    document.body.append(probe);
    const color = getComputedStyle(probe).color;
    probe.remove();
    return color;
  },
  set(choice) {
    document.documentElement.dataset.theme = choice;
    theme.changed();
  },
  changed() {
    document.getElementById('theme').textContent = theme.dark() ? 'Light' : 'Dark';
    theme.listeners.forEach(listener => listener());
  },
  remembered() {
    try {
      return localStorage.getItem('penumbra-theme');
    } catch (refused) {
      return null; // browsers may refuse storage to pages opened from a file
    }
  },
  remember(choice) {
    try {
      localStorage.setItem('penumbra-theme', choice);
    } catch (refused) {
      console.info('The choice of colours is not remembered:', refused.message);
    }
  },
};
{
  const choice = theme.remembered();
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
  document.getElementById('theme').addEventListener('click', () => {
    const next = theme.dark() ? 'light' : 'dark';
    theme.remember(next);
    theme.set(next);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', theme.changed);
  theme.changed();
}
