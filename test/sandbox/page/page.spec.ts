import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../../sandbox/clients/waiting';
import { itNeeding } from '../../support/left-out';
import type { FakePerson } from '../support/fake-page';
import { appearances, expectCall, narrow, PageInChromium, wide } from '../support/page-in-chromium';
import { message, pagePeople, room } from '../support/page-people';

/** The page in a real browser, with people who only record what is done as them. */
describe('the page in Chromium', () => {
	const chromium = new PageInChromium();
	let alice: FakePerson;
	let bob: FakePerson;
	let page: Page;

	before(() => chromium.start());
	after(() => chromium.stop());
	beforeEach(async () => {
		const people = pagePeople();
		({ alice, bob } = people);
		await chromium.serve([people.alice, people.carol], [people.bob, people.dave]);
	});
	afterEach(() => chromium.close());

	async function open(options: Parameters<PageInChromium['open']>[0] = { viewport: wide }): Promise<void> {
		await chromium.open(options);
		({ page } = chromium);
	}

	const left = () => chromium.left;
	const right = () => chromium.right;
	const violations = () => chromium.violations();
	const option = (name: string) => left().getByRole('option', { name });
	const chosen = (side: Locator) => side.getByRole('option', { selected: true });
	const heading = async (side: Locator) =>
		(await side.locator('.place :is(h3, p)').allInnerTexts()).join(' ');

	for (const { title, viewport, colorScheme } of appearances) {
		itNeeding('browser', `has no violation of axe, ${title}`, async () => {
			await open({ viewport, colorScheme });
			expect(await violations(), 'every kind of message').to.deep.equal([]);
			await left().getByRole('option', { name: 'Federation' }).click();
			await left().getByRole('button', { name: 'Accept' }).waitFor();
			expect(await violations(), 'a card').to.deep.equal([]);
			await left().getByRole('button', { name: 'Direct message' }).click();
			expect(await violations(), 'the question').to.deep.equal([]);
			await page.keyboard.press('Escape');
			if (viewport === narrow) {
				await page.getByRole('button', { name: 'Other side' }).click();
			}
			await right().getByRole('option', { name: 'Invitation: Alice' }).click();
			await right().getByText('invites you').waitFor();
			expect(await violations(), 'an invitation').to.deep.equal([]);
		});
	}

	itNeeding('browser', 'shows at first the rooms that both persons share, whoever invites', async () => {
		await open();
		expect(await heading(left())).to.equal('Bob bob:localhost');
		expect(await heading(right())).to.equal('Alice @rc_alice:localhost');
		await left().getByText('Hello Alice, can you read this?').first().waitFor();
		await right().getByText('Hello Alice, can you read this?').waitFor();
		expect(await right().getByRole('option', { name: 'Invitation: Alice' }).count()).to.equal(1);
	});

	for (const [label, call] of [
		['Accept', 'join'],
		['Decline', 'decline'],
	] as const) {
		itNeeding('browser', `answers an invitation with ${label}`, async () => {
			await open();
			await right().getByRole('option', { name: 'Invitation: Alice' }).click();
			await right().getByRole('button', { name: label }).click();
			await expectCall(bob, [call, '!new:localhost']);
		});
	}

	itNeeding('browser', 'counts the cards to answer, and presses their buttons', async () => {
		await open();
		const bot = left().getByRole('option', { name: 'Federation' });
		expect(await bot.innerText()).to.match(/1\s*to answer$/);
		await bot.click();
		await left().getByRole('button', { name: 'Decline' }).click();
		await expectCall(alice, ['press', 'd2', '1', 1]);
	});

	itNeeding('browser', 'tells rooms of one name apart', async () => {
		await open();
		const texts = await right().getByRole('option').allInnerTexts();
		expect(texts).to.have.length(5);
		expect(new Set(texts).size).to.equal(5);
	});

	for (const viewport of [wide, narrow]) {
		const title = `keeps the chosen room and the button beside the rooms in view, ${viewport.width} pixels wide`;
		itNeeding('browser', title, async () => {
			await open({ viewport });
			await left().getByRole('option', { name: 'channel-12' }).click();
			await left().getByRole('heading', { name: 'channel-12' }).waitFor();
			await expectInView(chosen(left()));
			alice.shownRooms = [...alice.shownRooms].reverse();
			alice.change();
			await left().getByRole('option').first().getByText('channel-12').waitFor();
			await expectInView(chosen(left()));
			alice.shownRooms = [...alice.shownRooms].reverse();
			alice.change();
			await left().getByRole('option').last().getByText('channel-12').waitFor();
			await expectInView(chosen(left()));
			await expectInView(left().getByRole('button', { name: 'Direct message' }));
		});
	}

	itNeeding(
		'browser',
		'has one tab stop for all rooms of a side; arrow keys reach the others',
		async () => {
			await open();
			expect(await left().locator('.rooms [tabindex="0"]').count()).to.equal(1);
			await left().getByRole('button', { name: 'Carol' }).focus();
			await page.keyboard.press('Tab');
			await expectFocus(option('Bob bob:localhost'));
			await page.keyboard.press('ArrowDown');
			await expectFocus(option('Federation'));
			await page.keyboard.press('End');
			await expectFocus(option('channel-12'));
			await page.keyboard.press('Home');
			await page.keyboard.press('Enter');
			await left().getByRole('heading', { name: 'Bob, Carol' }).waitFor();
			await expectFocus(option('Bob, Carol'));
			await page.keyboard.press('Tab');
			await expectFocus(left().getByRole('button', { name: 'Direct message' }));
		},
	);

	itNeeding('browser', 'can be used with the keyboard alone', async () => {
		await open();
		await tabTo(left().getByRole('button', { name: 'Alice' }));
		await page.keyboard.press('Tab');
		await expectFocus(left().getByRole('button', { name: 'Carol' }));
		await page.keyboard.press('Shift+Tab');
		const field = left().getByRole('textbox', { name: 'Message' });
		await tabTo(field);
		await page.keyboard.type('typed');
		await page.keyboard.press('Enter');
		await expectCall(alice, ['write', 'd1', 'typed', undefined]);

		await page.keyboard.press('ArrowUp');
		expect(await field.inputValue()).to.equal('In the thread');
		await page.keyboard.press('Escape');
		expect(await field.inputValue()).to.equal('');
		const messages = left().locator('.bubble');
		await tabTo(messages, 'Shift+Tab');
		await page.keyboard.press('Home');
		await expectFocus(messages.first());
		await page.keyboard.press('Tab');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await left().getByRole('status').getByText('Reply to bob').waitFor();
		await expectFocus(field);
	});

	itNeeding('browser', 'hides a spoiler until it is opened with the keyboard', async () => {
		await open();
		const spoiler = left().getByRole('button', { name: 'Show the spoiler: plot' });
		expect(await left().getByText('the butler').isVisible()).to.equal(false);
		await spoiler.focus();
		await page.keyboard.press('Enter');
		await left().getByText('the butler').waitFor({ state: 'visible' });
	});

	itNeeding(
		'browser',
		'lets the keyboard scroll wide blocks, and a list in which nothing else is',
		async () => {
			await open();
			const block = left().locator('pre');
			await block.focus();
			await page.keyboard.press('ArrowRight');
			await waitFor({
				what: 'a block that has scrolled',
				timeout: 30_000,
				interval: 20,
				look: async () => (await block.evaluate(({ scrollLeft }) => scrollLeft > 0)) || undefined,
			});
			alice.shownMessages.set(
				'GENERAL',
				Array.from({ length: 60 }, (_, index) =>
					message(String(index), 'bob', 'has joined', { kind: 'system' }),
				),
			);
			await left().getByRole('option', { name: 'general' }).click();
			await left().locator('.timeline[tabindex="0"]').waitFor();
			expect(await violations()).to.deep.equal([]);
		},
	);

	itNeeding('browser', 'scrolls to the beginning of a long message, and to the end again', async () => {
		await open();
		const lines = left().locator('.timeline .message');
		const says = (texts: readonly string[]) => {
			alice.shownMessages.set(
				'd1',
				texts.map((text, index) => message(`$${index}`, 'bob', text)),
			);
			alice.change();
		};
		/** Waits until an edge of the newest message is at the same edge of the list. */
		const newestAt = (edge: 'top' | 'bottom', text: string) =>
			waitFor({
				what: `the ${edge} of “${text}” in view`,
				timeout: 30_000,
				interval: 20,
				look: async () => {
					const newest = lines.last();
					if (!(await newest.innerText()).includes(text)) {
						return undefined;
					}
					const distance =
						(await boxOf(newest))[edge] - (await boxOf(left().locator('.timeline')))[edge];
					return Math.abs(distance) < 60 || undefined;
				},
			});
		const long = `first line${'\n\nline'.repeat(100)}`;
		says(['one', long]);
		await newestAt('top', 'first line');
		says(['one', long, 'two']);
		await newestAt('bottom', 'two');
	});

	itNeeding('browser', 'opens a direct message with whoever was typed, and suggests people', async () => {
		await open();
		await left().getByRole('button', { name: 'Direct message' }).click();
		const field = page.getByLabel('Username');
		await page.locator('datalist option[value="bob"]').first().waitFor({ state: 'attached' });
		alice.shownRooms = [room('!2', 'Zoe', ['alice', 'zoe']), ...alice.shownRooms];
		await field.fill(' zoe ');
		await page.keyboard.press('Enter');
		await left().getByRole('heading', { name: 'Zoe' }).waitFor();
		expect(alice.calls).to.deep.include(['direct', 'zoe']);
		expect(await page.getByRole('dialog').count()).to.equal(0);
	});

	itNeeding('browser', 'says that nobody has this name, and opens nothing', async () => {
		alice.openDirectMessage = async () => {
			throw new Error('Nobody here has the username nobody.');
		};
		await open();
		await left().getByRole('button', { name: 'Direct message' }).click();
		await page.getByLabel('Username').fill('nobody');
		await page.getByRole('button', { name: 'Open' }).click();
		await page.getByRole('dialog').getByText('Nobody here has the username nobody.').waitFor();
		await page.keyboard.press('Escape');
		await expectFocus(left().getByRole('button', { name: 'Direct message' }));
		expect(await heading(left())).to.equal('Bob bob:localhost');
	});

	itNeeding(
		'browser',
		'names the side that does not answer, keeps what it shows, and goes on by itself',
		async () => {
			await open();
			await left().getByText('Hello Alice, can you read this?').first().waitFor();
			alice.failure = new TypeError('fetch failed');
			alice.change();
			await page.getByRole('status').getByText('One side does not answer').waitFor();
			await left().getByRole('alert').getByText('One side does not answer.').waitFor();
			expect(await left().getByText('Hello Alice, can you read this?').count()).to.be.greaterThan(0);
			alice.failure = undefined;
			await page.getByRole('status').getByText('live').waitFor();
			expect(await left().getByRole('alert').count()).to.equal(0);
		},
	);

	itNeeding('browser', 'says that the sandbox does not answer when the page has lost it', async () => {
		await open();
		await chromium.server?.stop();
		await page.getByRole('status').getByText('the sandbox does not answer').waitFor();
		await chromium.serve([alice], [bob]);
	});

	itNeeding(
		'browser',
		'shows one side at a time on a narrow screen, and marks news of the other',
		async () => {
			await open({ viewport: narrow });
			expect(await right().isVisible()).to.equal(false);
			bob.shownRooms = [room('!more:localhost', 'More'), ...bob.shownRooms];
			bob.change();
			const tab = page.getByRole('button', { name: 'Other side' });
			await page.locator('.switch .news').waitFor();
			await tab.click();
			await right().waitFor({ state: 'visible' });
			expect(await left().isVisible()).to.equal(false);
			expect(await page.locator('.switch .news').count()).to.equal(0);
		},
	);

	const hasFocus = async (element: Locator) => (await element.and(page.locator(':focus')).count()) === 1;

	async function expectFocus(element: Locator): Promise<void> {
		await element.and(page.locator(':focus')).waitFor();
	}

	/** Presses Tab until the element, or one of the elements, has the focus. */
	async function tabTo(element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
		for (let presses = 0; presses < 40; presses += 1) {
			await page.keyboard.press(key);
			if (await hasFocus(element)) {
				return;
			}
		}
		throw new Error(`Tab does not reach ${String(element)}`);
	}

	/** Expects that all of an element can be seen, inside the window and inside what scrolls around it. */
	async function expectInView(element: Locator): Promise<void> {
		const box = await boxOf(element);
		for (const around of [await boxOf(left()), await boxOf(left().locator('.places'))]) {
			expect(box.left).to.be.at.least(around.left);
			expect(box.top).to.be.at.least(around.top);
			expect(box.right).to.be.at.most(around.right);
			expect(box.bottom).to.be.at.most(around.bottom);
		}
	}

	async function boxOf(element: Locator) {
		const { x, y, width, height } = (await element.boundingBox()) ?? {
			x: -1,
			y: -1,
			width: 0,
			height: 0,
		};
		return { left: x, top: y, right: x + width, bottom: y + height };
	}
});
