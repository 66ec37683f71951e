// Takes the pictures that shots.py asks for: `node shots.mjs < job.json`. The job: `chromium` (path), and `shots`.
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const job = JSON.parse(await readFile('/dev/stdin', 'utf8'));
const browser = await chromium.launch({ executablePath: job.chromium, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const shot of job.shots) await take(shot);
} finally {
  await browser.close();
}

async function take({ url, file, width, height, scheme, media, whole }) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  await page.emulateMedia({ media });
  await page.goto(url);
  await page.evaluate(everyPicture);
  await (file.endsWith('.webp') ? compressed(page, file) : page.screenshot({ path: file, fullPage: whole }));
  await page.close();
}

/** What the window shows, as WebP, which playwright does not offer. */
async function compressed(page, file) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 90 });
  await writeFile(file, data, 'base64');
}

/** Those below the window are loaded late, and would be missing. */
async function everyPicture() {
  for (const each of document.images) each.loading = 'eager';
  await Promise.allSettled([...document.images].map(each => each.decode()));
}
