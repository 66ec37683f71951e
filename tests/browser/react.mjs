// A reader at an article's reactions: `node react.mjs < job.json > found.json`.
//
// The job: `chromium` (path), `url` (of the article), `script` (whether the page may run it).
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const job = JSON.parse(await readFile('/dev/stdin', 'utf8'));
const browser = await chromium.launch({
  executablePath: job.chromium,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const context = await browser.newContext({ javaScriptEnabled: job.script });
  const page = await context.newPage();
  await page.goto(job.url, { waitUntil: 'load' });
  const happy = page.locator('.reactions [value=happy]');
  const sad = page.locator('.reactions [value=sad]');
  process.stdout.write(JSON.stringify(job.script ? await scripted(page, happy, sad) : await plain(page, happy)));
} finally {
  await browser.close();
}

async function scripted(page, happy, sad) {
  const state = async () => [await shown(happy), await shown(sad)];
  await page.evaluate(() => {
    window.shifts = 0;
    new PerformanceObserver(list => {
      for (const each of list.getEntries()) window.shifts += each.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const before = await boxes(page);
  const seen = [];
  await page.locator('.reactions').scrollIntoViewIfNeeded();
  await page.waitForSelector('.reactions [aria-pressed]');
  seen.push(await state());
  for (const button of [happy, sad, sad]) {
    const was = await button.getAttribute('aria-pressed');
    await button.click();
    await page.waitForFunction(([value, was]) =>
      document.querySelector(`.reactions [value=${value}]`).getAttribute('aria-pressed') !== was,
    [await button.getAttribute('value'), was]);
    seen.push(await state());
  }
  const after = await boxes(page);
  await page.route('**/api/**', route => route.abort());
  await happy.click();
  await page.waitForFunction(() => document.querySelector('.reactions [role=status]').textContent);
  return {
    seen,
    moved: JSON.stringify(before) !== JSON.stringify(after),
    shifts: await page.evaluate(() => window.shifts),
    failed: await page.locator('.reactions [role=status]').textContent(),
    url: page.url(),
  };
}

async function plain(page, happy) {
  await Promise.all([page.waitForURL('**#theme--reactions'), happy.click()]);
  return { url: page.url(), title: await page.title() };
}

/** Its number, and whether it is pressed. */
async function shown(button) {
  return [await button.locator('.count').textContent(), await button.getAttribute('aria-pressed')];
}

/** The sizes of all that is in the block, and of the page. */
function boxes(page) {
  return page.evaluate(() => [
    document.documentElement.scrollHeight,
    ...[...document.querySelectorAll('.reactions, .reactions button')].map(({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) =>
      [offsetLeft, offsetTop, offsetWidth, offsetHeight]),
  ]);
}
