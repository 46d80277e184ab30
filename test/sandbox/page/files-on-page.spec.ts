import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../sandbox/clients/waiting';
import { itNeeding } from '../../support/left-out';
import type { FakePerson } from '../support/fake-page';
import { appearances, expectCall, PageInChromium } from '../support/page-in-chromium';
import { message, pagePeople } from '../support/page-people';
import { png, svg, wav } from '../support/pictures';

/** The classes of the browser that Node lacks. */
interface Browser {
	readonly DataTransfer: new () => { items: { add: (file: File) => void } };
	readonly DragEvent: new (type: string, init: object) => Event;
	readonly ClipboardEvent: new (type: string, init: object) => Event;
}

/** Files on the page in a real browser. */
describe('files in Chromium', () => {
	const chromium = new PageInChromium();
	let alice: FakePerson;

	before(() => chromium.start());
	after(() => chromium.stop());
	beforeEach(async () => {
		const people = pagePeople();
		({ alice } = people);
		alice.shownMedia.set('/file-upload/1/cat.png', { bytes: png, type: 'image/png' });
		alice.shownMedia.set('/file-upload/2/drawing.svg', { bytes: svg, type: 'image/svg+xml' });
		alice.shownMedia.set('/file-upload/3/voice.wav', { bytes: wav(), type: 'audio/wav' });
		alice.shownMedia.set('/file-upload/4/plan.pdf', {
			bytes: Buffer.from('%PDF'),
			type: 'application/pdf',
		});
		const file = (
			id: string,
			kind: 'image' | 'voice' | 'audio' | 'video' | 'file' | 'sticker',
			name: string,
		) =>
			message(id, 'bob:localhost', '', {
				html: '' as never,
				files: [{ kind, name, size: 1_430_000, source: `/file-upload/${id}/${name}` }],
			});
		alice.shownMessages.set('d1', [
			file('1', 'image', 'cat.png'),
			file('2', 'image', 'drawing.svg'),
			file('3', 'voice', 'voice.wav'),
			file('4', 'file', 'plan.pdf'),
			message('5', 'bob:localhost', '', { files: [{ kind: 'file', name: 'secret.bin' }] }),
		]);
		await chromium.serve([people.alice, people.carol], [people.bob, people.dave]);
	});
	afterEach(() => chromium.close());

	const bubble = (id: string) => chromium.left.locator(`.bubble[data-id="${id}"]`);
	const fieldOfFiles = () => chromium.left.locator('.composer input[type="file"]');
	const field = () => chromium.left.getByRole('textbox', { name: 'Message' });

	/** Waits until an element of the browser has this value of a property. */
	const expectProperty = (what: string, element: Locator, name: string, value: unknown) =>
		waitFor({
			what,
			timeout: 30_000,
			interval: 50,
			look: async () =>
				(await element.evaluate((node, key): unknown => Reflect.get(node, key), name)) === value ||
				undefined,
		});

	for (const { title, viewport, colorScheme } of appearances) {
		itNeeding('browser', `have no violation of axe, ${title}`, async () => {
			await chromium.open({ viewport, colorScheme });
			await fieldOfFiles().setInputFiles({
				name: 'a.txt',
				mimeType: 'text/plain',
				buffer: Buffer.from('a'),
			});
			await chromium.left.getByText('a.txt').waitFor();
			await bubble('4').getByRole('link', { name: 'plan.pdf' }).waitFor();
			expect(await chromium.violations()).to.deep.equal([]);
		});
	}

	itNeeding('browser', 'show a picture in place, which a click opens', async () => {
		await chromium.open();
		const picture = bubble('1').getByRole('img', { name: 'cat.png' });
		await expectProperty('a picture that is loaded', picture, 'naturalWidth', 2);
		const link = bubble('1').getByRole('link', { name: 'Open the picture cat.png' });
		const [opened] = await Promise.all([chromium.page.context().waitForEvent('page'), link.click()]);
		await opened.waitForLoadState();
		expect(opened.url()).to.equal(`${chromium.url}/api/left/0/media/%2Ffile-upload%2F1%2Fcat.png`);
		expect(await opened.locator('img').count()).to.equal(1);
	});

	itNeeding('browser', 'never show an SVG: it becomes a line with a download', async () => {
		await chromium.open();
		const link = bubble('2').getByRole('link', { name: 'drawing.svg' });
		await link.waitFor();
		expect(await bubble('2').locator('img').count()).to.equal(0);
		expect(await link.getAttribute('download')).to.equal('drawing.svg');
	});

	itNeeding('browser', 'play a voice message and mark it', async () => {
		await chromium.open();
		await bubble('3').getByText('Voice message').waitFor();
		await expectProperty('the length of the recording', bubble('3').locator('audio'), 'duration', 1);
	});

	itNeeding('browser', 'are a line with name, size and a download else', async () => {
		await chromium.open();
		const link = bubble('4').getByRole('link', { name: 'plan.pdf 1.4 MB' });
		const [download] = await Promise.all([chromium.page.waitForEvent('download'), link.click()]);
		expect(download.suggestedFilename()).to.equal('plan.pdf');
		await bubble('5').getByText('cannot be read here').waitFor();
		expect(await bubble('5').getByRole('link').count()).to.equal(0);
	});

	itNeeding('browser', 'are sent with the text as the caption of the first', async () => {
		await chromium.open();
		await fieldOfFiles().setInputFiles([
			{ name: 'cat.png', mimeType: 'image/png', buffer: png },
			{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('notes') },
			{ name: 'mistake.txt', mimeType: 'text/plain', buffer: Buffer.from('no') },
		]);
		await chromium.left.getByRole('button', { name: 'Do not send mistake.txt' }).click();
		await field().fill('look');
		await field().press('Enter');
		const picture = { name: 'cat.png', type: 'image/png', bytes: png.toString('latin1') };
		await expectCall(alice, ['file', 'd1', picture, 'look', undefined]);
		const notes = { name: 'notes.txt', type: 'text/plain', bytes: 'notes' };
		await expectCall(alice, ['file', 'd1', notes, '', undefined]);
		expect(alice.calls.filter(([what]) => what === 'file' || what === 'write')).to.have.length(2);
		expect(await field().inputValue()).to.equal('');
		expect(await chromium.left.locator('.pending li').count()).to.equal(0);
	});

	itNeeding('browser', 'stay to be sent, with their text, if the side refuses', async () => {
		await chromium.open();
		alice.sendFile = async () => {
			throw new Error('error-file-too-large');
		};
		await fieldOfFiles().setInputFiles({ name: 'big.bin', mimeType: '', buffer: Buffer.alloc(9) });
		await field().fill('big');
		await field().press('Enter');
		await chromium.left.getByRole('alert').getByText('error-file-too-large').waitFor();
		await chromium.left.locator('.pending').getByText('big.bin').waitFor();
		expect(await field().inputValue()).to.equal('big');
	});

	for (const kind of ['drop', 'paste'] as const) {
		itNeeding('browser', `are taken by ${kind}`, async () => {
			await chromium.open();
			const target = kind === 'drop' ? chromium.left.locator('.timeline') : field();
			await target.evaluate((node, what) => {
				const browser = globalThis as unknown as Browser;
				const data = new browser.DataTransfer();
				data.items.add(new File(['abc'], 'dropped.txt', { type: 'text/plain' }));
				const event =
					what === 'drop'
						? new browser.DragEvent('drop', { dataTransfer: data, bubbles: true })
						: new browser.ClipboardEvent('paste', { clipboardData: data, bubbles: true });
				(node as unknown as EventTarget).dispatchEvent(event);
			}, kind);
			await chromium.left.locator('.pending').getByText('dropped.txt').waitFor();
			await field().press('Enter');
			const file = { name: 'dropped.txt', type: 'text/plain', bytes: 'abc' };
			await expectCall(alice, ['file', 'd1', file, '', undefined]);
		});
	}
});
