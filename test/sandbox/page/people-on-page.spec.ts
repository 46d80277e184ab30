import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../sandbox/clients/waiting';
import { markdownAsHtml } from '../../../sandbox/page/markup/rocketchat-markdown';
import { itNeeding } from '../../support/left-out';
import type { FakePerson } from '../support/fake-page';
import { appearances, expectCall, narrow, PageInChromium } from '../support/page-in-chromium';
import { message, pagePeople, room } from '../support/page-people';
import { png, svg } from '../support/pictures';

/** Avatars, typing and read receipts on the page in a real browser. */
describe('people in Chromium', () => {
	const chromium = new PageInChromium();
	let alice: FakePerson;
	let bob: FakePerson;

	before(() => chromium.start());
	after(() => chromium.stop());
	beforeEach(async () => {
		const people = pagePeople();
		({ alice, bob } = people);
		alice.shownMedia.set('/avatar/bob?etag=1', { bytes: png, type: 'image/png' });
		alice.shownMedia.set('/avatar/eve', { bytes: svg, type: 'image/svg+xml' });
		alice.shownRooms = [
			room('d1', 'Bob', ['alice', 'bob:localhost'], { avatar: '/avatar/bob?etag=1' }),
			room('c1', 'general'),
			room('c2', 'team', [], { avatar: '/avatar/bob?etag=1' }),
		];
		alice.shownMessages.set('d1', [
			message('1', 'bob:localhost', 'Hello', { avatar: '/avatar/bob?etag=1' }),
			message('2', 'eve', 'Hi', { avatar: '/avatar/eve' }),
			message('3', 'alice', 'Good morning', { kind: 'own' }),
		]);
		await chromium.serve([people.alice, people.carol], [people.bob, people.dave]);
	});
	afterEach(() => chromium.close());

	const line = (id: string) =>
		chromium.left.locator('.message', { has: chromium.page.locator(`[data-id="${id}"]`) });
	const field = () => chromium.left.getByRole('textbox', { name: 'Message' });
	const typing = (side: Locator) => side.locator('.typing');

	async function expectPicture(picture: Locator): Promise<void> {
		await waitFor({
			what: 'a picture that is loaded',
			timeout: 30_000,
			interval: 50,
			look: async () =>
				(await picture.evaluate((node): unknown => Reflect.get(node, 'naturalWidth'))) === 2 ||
				undefined,
		});
	}

	function show(person: FakePerson, activity: Partial<FakePerson['shownActivity']>): void {
		person.shownActivity = { ...person.shownActivity, ...activity };
		person.change();
	}

	itNeeding('browser', 'have their avatars at messages and rooms', async () => {
		await chromium.open();
		await expectPicture(line('1').locator('.avatar img'));
		await expectPicture(chromium.left.getByRole('option', { name: 'Bob' }).locator('.avatar img'));
		await expectPicture(chromium.left.getByRole('option', { name: 'team' }).locator('.avatar img'));
		expect(
			await chromium.left.getByRole('option', { name: 'general' }).locator('.avatar').count(),
		).to.equal(0);
	});

	itNeeding(
		'browser',
		'have their first letter if they have no avatar, or one that is not shown',
		async () => {
			await chromium.open();
			await line('2').locator('.avatar').getByText('e', { exact: true }).waitFor();
			await line('2').locator('.avatar img').waitFor({ state: 'detached' });
			await chromium.right
				.getByRole('option', { selected: true })
				.locator('.avatar')
				.getByText('A')
				.waitFor();
		},
	);

	itNeeding(
		'browser',
		'write with custom emoji, whose pictures are shown, or else their names',
		async () => {
			const html = markdownAsHtml('a :red: b :gone: c', {
				...{ people: [], channels: [], reader: 'alice' },
				emoji: (name) => (name === 'red' ? '/avatar/bob?etag=1' : '/nothing'),
			});
			alice.shownMessages.set('d1', [
				message('1', 'bob:localhost', ':red:', {
					html,
					reactions: [
						{
							...{ key: ':red:', shown: ':red:', people: ['eve'], own: false },
							picture: '/avatar/bob?etag=1',
						},
					],
				}),
			]);
			await chromium.open();
			await expectPicture(line('1').locator('.body').getByRole('img', { name: ':red:' }));
			await expectPicture(line('1').locator('.reactions img'));
			await line('1').locator('.body').getByText(':gone:').waitFor();
			expect(await line('1').locator('.body img').count()).to.equal(1);
		},
	);

	itNeeding('browser', 'set their avatar', async () => {
		await chromium.open();
		const button = chromium.left.getByRole('button', { name: 'Alice' });
		expect(await button.locator('img').count()).to.equal(0);
		const [chooser] = await Promise.all([
			chromium.page.waitForEvent('filechooser'),
			chromium.left.getByRole('button', { name: 'Set the avatar' }).click(),
		]);
		alice.shownAvatar = '/avatar/bob?etag=1';
		await chooser.setFiles({ name: 'me.png', mimeType: 'image/png', buffer: png });
		await expectCall(alice, [
			'avatar',
			{ name: 'me.png', type: 'image/png', bytes: png.toString('latin1') },
		]);
		await expectPicture(button.locator('img'));
	});

	itNeeding('browser', 'are shown while they type', async () => {
		await chromium.open();
		for (const [names, text] of [
			[['Bob'], 'Bob is typing …'],
			[['Bob', 'Eve'], 'Bob and Eve are typing …'],
			[['a', 'b', 'c', 'd'], 'Several people are typing …'],
		] as const) {
			show(alice, { typing: names });
			await typing(chromium.left).getByText(text, { exact: true }).waitFor();
		}
		show(alice, { typing: [] });
		await chromium.left.locator('.typing:empty').waitFor({ state: 'attached' });
		expect(await typing(chromium.right).innerText()).to.equal('');
	});

	itNeeding('browser', 'tell that they type, and that they have sent it', async () => {
		await chromium.open();
		await field().pressSequentially('abc');
		await expectCall(alice, ['typing', 'd1', true]);
		await field().press('Enter');
		await expectCall(alice, ['write', 'd1', 'abc', undefined]);
		await expectCall(alice, ['typing', 'd1', false]);
		expect(alice.calls.filter(([what]) => what === 'typing')).to.have.length(2);
	});

	itNeeding('browser', 'tell that they stop when they delete the text', async () => {
		await chromium.open();
		await field().fill('abc');
		await expectCall(alice, ['typing', 'd1', true]);
		await field().fill('');
		await expectCall(alice, ['typing', 'd1', false]);
	});

	itNeeding('browser', 'do not tell that they type a command', async () => {
		await chromium.open();
		await field().pressSequentially('/federation help');
		await field().press('Enter');
		await expectCall(alice, ['write', 'd1', '/federation help', undefined]);
		expect(alice.calls.filter(([what]) => what === 'typing')).to.have.length(0);
	});

	itNeeding('browser', 'mark up to which message they have read, and the mark moves', async () => {
		await chromium.open();
		const reader = { address: 'bob:localhost', name: 'Bob' };
		show(alice, { read: { 1: [reader] } });
		await line('1').getByText('Read by Bob').waitFor({ state: 'attached' });
		show(alice, { read: { 3: [reader, { address: 'eve', name: 'Eve' }] } });
		await line('3').getByText('Read by Bob, Eve').waitFor({ state: 'attached' });
		expect(await chromium.left.locator('.receipts').count()).to.equal(1);
	});

	itNeeding('browser', 'have read what the page shows them, once', async () => {
		await chromium.open();
		await expectCall(alice, ['read', 'd1', '3']);
		show(alice, { typing: ['Bob'] });
		await typing(chromium.left).getByText('Bob is typing').waitFor();
		expect(alice.calls.filter(([what]) => what === 'read')).to.have.length(1);
	});

	itNeeding('browser', 'have not read what a narrow screen does not show', async () => {
		await chromium.open({ viewport: narrow });
		await expectCall(alice, ['read', 'd1', '3']);
		expect(bob.calls.filter(([what]) => what === 'read')).to.have.length(0);
		await chromium.page.getByRole('button', { name: 'Other side' }).click();
		await expectCall(bob, ['read', '!abcde1:localhost', '2']);
	});

	for (const { title, viewport, colorScheme } of appearances) {
		itNeeding('browser', `have no violation of axe, ${title}`, async () => {
			await chromium.open({ viewport, colorScheme });
			show(alice, { typing: ['Bob'], read: { 3: [{ address: 'bob:localhost', name: 'Bob' }] } });
			await typing(chromium.left).getByText('Bob is typing').waitFor();
			await line('3').locator('.receipts').waitFor();
			expect(await chromium.violations()).to.deep.equal([]);
		});
	}
});
