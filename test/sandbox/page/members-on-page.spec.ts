import { expect } from 'chai';
import { itNeeding } from '../../support/left-out';
import type { FakePerson } from '../support/fake-page';
import { appearances, expectCall, PageInChromium } from '../support/page-in-chromium';
import { pagePeople, room } from '../support/page-people';

/** Members and public rooms on the page in a real browser. */
describe('members and public rooms in Chromium', () => {
	const chromium = new PageInChromium();
	let alice: FakePerson;
	const owner = { key: 'owner', name: 'Owner' };
	const member = { key: 'user', name: 'Member' };
	const bob = { address: 'bob:localhost', name: 'Bob', role: member };

	before(() => chromium.start());
	after(() => chromium.stop());
	beforeEach(async () => {
		const people = pagePeople();
		({ alice } = people);
		alice.shownMembers = {
			members: [
				{ address: 'alice', name: 'Alice', role: owner },
				bob,
				{ address: 'eve', name: 'Eve', role: { key: '37', name: 'Power 37' }, invited: true },
			],
			total: 12,
		};
		alice.foundRooms = [
			{ id: 'g1', name: 'Garden', detail: '3 people · Flowers', joined: false },
			{ id: 'c1', name: 'channel-1', detail: '12 people', joined: true },
		];
		await chromium.serve([people.alice, people.carol], [people.bob, people.dave]);
	});
	afterEach(() => chromium.close());

	const dialog = () => chromium.page.getByRole('dialog');
	const row = (name: string) => dialog().getByRole('listitem').filter({ hasText: name });
	const roleOf = (name: string) => dialog().getByRole('combobox', { name: `Role of ${name}` });

	async function openMembers(): Promise<void> {
		await chromium.open();
		await chromium.left.getByRole('button', { name: 'People' }).click();
		await row('Alice').waitFor();
	}

	async function openRooms(): Promise<void> {
		await chromium.open();
		await chromium.left.getByRole('button', { name: 'Find rooms' }).click();
		await row('Garden').waitFor();
	}

	itNeeding('browser', 'list the members of the room with their roles', async () => {
		await openMembers();
		expect(await dialog().getByRole('heading').innerText()).to.equal('People in Bob');
		for (const [name, role] of [
			['Alice', 'owner'],
			['Bob', 'user'],
			['Eve', '37'],
		] as const) {
			expect(await roleOf(name).inputValue()).to.equal(role);
		}
		await row('Eve').getByText('invited', { exact: true }).waitFor();
		await dialog().getByText('and 9 more').waitFor();
	});

	itNeeding('browser', 'give a role', async () => {
		await openMembers();
		await roleOf('Bob').selectOption('Owner');
		await expectCall(alice, ['role', 'd1', 'bob:localhost', 'owner']);
	});

	itNeeding('browser', 'show the old role, and why, if the side refuses the new one', async () => {
		await openMembers();
		alice.setRole = async () => {
			throw new Error('Not allowed');
		};
		await roleOf('Bob').selectOption('Owner');
		await dialog().getByText('Not allowed').waitFor();
		expect(await roleOf('Bob').inputValue()).to.equal('user');
	});

	itNeeding('browser', 'invite somebody, and suggest people', async () => {
		await openMembers();
		await dialog().locator('datalist option[value="bob"]').waitFor({ state: 'attached' });
		const field = dialog().getByLabel('Invite');
		await field.fill(' @carl:example.org ');
		await field.press('Enter');
		await expectCall(alice, ['invite', 'd1', '@carl:example.org']);
		await dialog().getByLabel('Invite').and(chromium.page.locator(':placeholder-shown')).waitFor();
	});

	itNeeding('browser', 'remove somebody only after a question', async () => {
		await openMembers();
		const remove = dialog().getByRole('button', { name: 'Remove Bob' });
		chromium.page.once('dialog', (question) => void question.dismiss());
		await remove.click();
		expect(alice.calls.some(([what]) => what === 'remove member')).to.equal(false);
		chromium.page.once('dialog', (question) => void question.accept());
		await remove.click();
		await expectCall(alice, ['remove member', 'd1', 'bob:localhost']);
	});

	itNeeding('browser', 'leave the room, which closes the list', async () => {
		await openMembers();
		chromium.page.once('dialog', (question) => void question.accept());
		await dialog().getByRole('button', { name: 'Leave the room' }).click();
		await expectCall(alice, ['remove member', 'd1', 'alice']);
		await dialog().waitFor({ state: 'detached' });
	});

	itNeeding('browser', 'follow what changes, and keep the focus', async () => {
		await openMembers();
		await roleOf('Bob').focus();
		alice.shownMembers = { members: [{ ...bob, role: owner }], total: 1 };
		alice.change();
		await row('Eve').waitFor({ state: 'detached' });
		expect(await roleOf('Bob').inputValue()).to.equal('owner');
		await roleOf('Bob').and(chromium.page.locator(':focus')).waitFor();
	});

	itNeeding('browser', 'find public rooms and join one, which is then shown', async () => {
		await openRooms();
		await dialog().getByRole('searchbox').fill('gar');
		await dialog().getByRole('searchbox').press('Enter');
		await expectCall(alice, ['find', 'gar']);
		alice.shownRooms = [...alice.shownRooms, room('g1', 'Garden')];
		await row('Garden').getByRole('button', { name: 'Join Garden' }).click();
		await expectCall(alice, ['join found', 'g1']);
		await chromium.left.getByRole('heading', { name: 'Garden' }).waitFor();
		await dialog().waitFor({ state: 'detached' });
	});

	itNeeding('browser', 'say that no room was found, and why a search failed', async () => {
		await openRooms();
		alice.foundRooms = [];
		await dialog().getByRole('button', { name: 'Find' }).click();
		await dialog().getByText('No public room was found.').waitFor();
		alice.findRooms = async () => {
			throw new Error('The server far.example does not answer.');
		};
		await dialog().getByRole('button', { name: 'Find' }).click();
		await dialog().getByText('The server far.example does not answer.').waitFor();
	});

	for (const { title, viewport, colorScheme } of appearances) {
		itNeeding('browser', `have no violation of axe, ${title}`, async () => {
			await chromium.open({ viewport, colorScheme });
			await chromium.left.getByRole('button', { name: 'People' }).click();
			await row('Eve').waitFor();
			expect(await chromium.violations(), 'the members').to.deep.equal([]);
			await dialog().getByRole('button', { name: 'Close' }).click();
			await chromium.left.getByRole('button', { name: 'Find rooms' }).click();
			await row('Garden').waitFor();
			expect(await chromium.violations(), 'the rooms').to.deep.equal([]);
		});
	}
});
