import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { startChromium } from '../test/support/chromium';

/**
 * Takes the pictures of the documentation from the sandbox's page in a real browser, where it writes, invites and
 * types as a person does. Start the sandbox before: `npm start -- --reset --plan starter`.
 */
const { values } = parseArgs({ options: { page: { type: 'string', default: 'http://127.0.0.1:3001' } } });
const docs = fileURLToPath(new URL('../docs/', import.meta.url));
const size = { width: 1200, height: 700 };
/** The app looks for new avatars about once a minute. */
const AVATAR_MS = 300_000;

const landscape = `<rect width="320" height="160" fill="#fdb777"/><circle cx="235" cy="50" r="22" fill="#fff3d6"/>
	<path d="M0 130 75 50l60 60 60-75 125 120v5H0z" fill="#7c6a93"/><path d="M0 140l100-50 80 45 65-40 75 35v30H0z" fill="#4b4a70"/>`;
const face = (ground: string, hair: string) => `<rect width="100" height="100" fill="${ground}"/>
	<path d="M15 100c0-50 70-50 70 0z" fill="${hair}"/><circle cx="50" cy="45" r="24" fill="#f6cfa9"/>
	<path d="M26 42c4-34 44-34 48 0-14-2-28-6-34-12-3 6-8 10-14 12z" fill="${hair}"/>
	<path d="M41 53c5 6 13 6 18 0" fill="none" stroke="#543" stroke-width="3" stroke-linecap="round"/>`;

const browser = await startChromium();
try {
	const page = await browser.newPage({ viewport: size, colorScheme: 'light' });
	page.setDefaultTimeout(60_000);
	await page.goto(values.page);
	await page.getByRole('status').getByText('live').waitFor();
	const rocketChat = page.locator('.side.left');
	const matrix = page.locator('.side.right');
	await choose(rocketChat, 'Alice', 'Bob');
	await choose(matrix, 'Bob', 'Alice');
	await setAvatar(rocketChat, await drawn(face('#f4b9ae', '#7a2e2e')));
	await setAvatar(matrix, await drawn(face('#a9d3c5', '#25405f')));
	await matrix.getByRole('option', { name: 'Alice' }).locator('img').waitFor({ timeout: AVATAR_MS });
	await write(rocketChat, 'Look where we write from:', matrix);
	const field = rocketChat.getByRole('textbox', { name: 'Message' });
	await rocketChat
		.getByLabel('Files', { exact: true })
		.setInputFiles({ name: 'view.png', mimeType: 'image/png', buffer: await drawn(landscape, 320, 160) });
	await field.fill('The view from **our** office');
	await field.press('Enter');
	await matrix.getByText('The view from').waitFor();
	await write(matrix, 'Lovely! Ours is not half as **good**.', rocketChat);
	await write(rocketChat, 'Come over, then.', matrix);
	await write(matrix, 'With pleasure. On Friday?', rocketChat);
	await matrix.getByRole('textbox', { name: 'Message' }).pressSequentially('And bring');
	await rocketChat.getByText('is typing').waitFor();
	await save('sandbox.png', page);

	await choose(matrix, 'Dave');
	await matrix.getByRole('button', { name: 'Direct message' }).click();
	await matrix.getByRole('dialog').getByRole('combobox').fill('@rc_alice:localhost');
	await matrix.getByRole('dialog').getByRole('button', { name: 'Open' }).click();
	await rocketChat.getByRole('option', { name: 'to answer' }).click();
	await rocketChat.getByRole('button', { name: 'Accept' }).waitFor();
	await save('invitation.png', rocketChat.locator('.timeline .message').last());
} finally {
	await browser.close();
}

/** Chooses a person, and a room of that person. */
async function choose(side: Locator, person: string, room?: string): Promise<void> {
	await side.getByRole('group', { name: 'Write as' }).getByRole('button', { name: person }).click();
	if (room !== undefined) {
		await side.getByRole('option', { name: room }).click();
	}
}

async function setAvatar(side: Locator, buffer: Buffer): Promise<void> {
	await side
		.getByLabel('Avatar', { exact: true })
		.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
	await side.locator('.persons [aria-pressed="true"] img').waitFor();
}

/** Writes on one side and waits until the other one has it. */
async function write(side: Locator, text: string, other: Locator): Promise<void> {
	const field = side.getByRole('textbox', { name: 'Message' });
	const arriving = other.getByText(text.replace(/\*.*/, ''));
	const before = await arriving.count();
	await field.fill(text);
	await field.press('Enter');
	await arriving.nth(before).waitFor();
}

/** @param svg what stands inside of the drawing. @returns a PNG */
async function drawn(svg: string, width = 100, height = 100): Promise<Buffer> {
	const context = await browser.newContext({
		viewport: { width, height },
		deviceScaleFactor: 2,
	});
	const page = await context.newPage();
	await page.setContent(
		`<style>body{margin:0}</style><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${svg}</svg>`,
	);
	const picture = await page.screenshot();
	await context.close();
	return picture;
}

async function save(name: string, what: Page | Locator): Promise<void> {
	const picture = await what.screenshot({ animations: 'disabled', caret: 'hide' });
	await writeFile(docs + name, picture);
	console.log(`docs/${name}: ${Math.round(picture.length / 1000)} kB`);
}
