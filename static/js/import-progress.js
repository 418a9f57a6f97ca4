// Looks every two seconds where an import is, and loads the page anew when its work is done.
const state = document.getElementById('import-state');

async function look() {
  const response = await fetch(location.href, { credentials: 'same-origin' });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const now = page.getElementById('import-state');
  if (!now || !('working' in now.dataset)) {
    location.reload();
    return;
  }
  state.replaceChildren(...now.childNodes);
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
