import { expect } from 'chai';
import type { Host } from '../../src/rocketchat/host';
import type { RocketChatRoomId, RocketChatUserId } from '../../src/rocketchat/ids';
import { People } from '../../src/rocketchat/people';

const users = [
	{ id: 'a', username: 'alice', name: 'Alice Smith', type: 'user' },
	{ id: 'c', username: 'c.jones', name: 'Carol Jones', type: 'user' },
	{ id: 'd', username: 'dan', type: 'user' },
	{ id: 'f', username: 'federation.bot', name: 'Federation', type: 'app', appId: 'app' },
	{ id: 'e', username: 'erin', name: 'Erin', type: 'bot', appId: 'app' },
];
const getByUsername = async (name: string) => users.find(({ username }) => username === name);
const getAppUser = async () => users.find(({ type }) => type === 'app');
const getUserRoomIds = async (id: string) => (id === 'a' ? ['one', 'two'] : []);
const reader = { getByUsername, getAppUser, getUserRoomIds };
const host = { read: { getUserReader: () => reader } } as unknown as Host;
const people = new People(host, 'app');

describe('isMemberOf', () => {
	const cases: readonly [who: string, room: string, isMember: boolean][] = [
		['a', 'two', true],
		['a', 'three', false],
		['c', 'two', false],
	];
	for (const [who, room, isMember] of cases) {
		it(`says that ${who} is ${isMember ? 'a' : 'no'} member of ${room}`, async () => {
			const found = await people.isMemberOf(who as RocketChatUserId, room as RocketChatRoomId);
			expect(found).to.equal(isMember);
		});
	}
});

describe('distinctName', () => {
	const cases: readonly [name: string, shown: string][] = [
		['Bob', 'Bob'],
		['Alice Smith', 'Alice Smith (@x:evil.org)'],
		['alice', 'alice (@x:evil.org)'],
		['Аlice Ѕmith', 'Аlice Ѕmith (@x:evil.org)'],
		['Carol Jones', 'Carol Jones (@x:evil.org)'],
		['Dan', 'Dan (@x:evil.org)'],
		['Erin (@erin:hs.org)', 'Erin (@erin:hs.org) (@x:evil.org)'],
		['Alice Brown', 'Alice Brown'],
		['Erin', 'Erin'],
		['federation.bot', 'federation.bot (@x:evil.org)'],
		['Federation Bot', 'Federation Bot (@x:evil.org)'],
		['Federation', 'Federation (@x:evil.org)'],
		['ＦＥＤＥＲАТIОN', 'ＦＥＤＥＲАТIОN (@x:evil.org)'],
		['Federation of Bakers', 'Federation of Bakers'],
	];
	for (const [name, shown] of cases) {
		it(`shows ${name} as ${shown}`, async () => {
			expect(await people.distinctName(name, '@x:evil.org')).to.equal(shown);
		});
	}
});
