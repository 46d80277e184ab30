import { expect } from 'chai';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { UserId } from '../../src/matrix/ids';
import { ensureBotUser } from '../../src/people/bot-user';
import { fakeBridge } from '../support/fake-bridge';
import { loggedBy } from '../support/logged';

const bob = '@bob:far.example' as UserId;

describe('a bot user', () => {
	it('is made with the display name of the external user, once', async () => {
		const { bridge, calls } = fakeBridge({
			'homeserver.profile': () => ({ displayname: 'Bob B.' }),
			'people.ensureBotUserNamed': () => 'bot-bob',
		});
		expect(await ensureBotUser(bridge, bob)).to.equal('bot-bob');
		expect(await ensureBotUser(bridge, bob)).to.equal('bot-bob');
		expect(calls).to.deep.equal([
			['homeserver.profile', bob],
			['people.ensureBotUserNamed', 'bob:far.example', 'Bob B.'],
		]);
		expect(await bridge.store.users.byMatrixId(bob)).to.include({
			matrixId: bob,
			rocketChatId: 'bot-bob',
		});
	});

	it('has the id beside its name if another external user of the same name was seen before', async () => {
		const { bridge, calls } = fakeBridge({ 'people.ensureBotUserNamed': (username: string) => username });
		const other = '@bob:other.example' as UserId;
		await ensureBotUser(bridge, bob, 'Bob B.');
		await ensureBotUser(bridge, other, 'bob b');
		await ensureBotUser(bridge, '@robert:far.example' as UserId, 'Robert');
		expect(calls.map(([, , name]) => name)).to.deep.equal([
			'Bob B.',
			'bob b (@bob:other.example)',
			'Robert',
		]);
	});

	it('is made once for two events that come at the same time', async () => {
		const { bridge, calls } = fakeBridge({ 'people.ensureBotUserNamed': () => 'bot-bob' });
		await Promise.all([ensureBotUser(bridge, bob, 'Bob B.'), ensureBotUser(bridge, bob, 'Bob B.')]);
		expect(calls).to.deep.equal([['people.ensureBotUserNamed', 'bob:far.example', 'Bob B.']]);
	});

	it('is called by the localpart where the user has no display name', async () => {
		const { bridge, calls } = fakeBridge({
			'homeserver.profile': () => ({ displayname: '' }),
			'people.ensureBotUserNamed': () => 'bot-bob',
		});
		await ensureBotUser(bridge, bob);
		expect(calls.at(-1)).to.deep.equal(['people.ensureBotUserNamed', 'bob:far.example', 'bob']);
	});

	it('is called by the localpart where the server of the user does not answer, which is logged', async () => {
		const { bridge, calls } = fakeBridge({
			'homeserver.profile': () => {
				throw new HomeserverError('TIMED_OUT', undefined, 'no answer in time');
			},
			'people.ensureBotUserNamed': () => 'bot-bob',
		});
		await ensureBotUser(bridge, bob);
		expect(calls.at(-1)).to.deep.equal(['people.ensureBotUserNamed', 'bob:far.example', 'bob']);
		expect(loggedBy(bridge.log)).to.deep.equal([
			[
				'warn',
				{
					msg: 'a profile could not be read',
					code: 'homeserver-slow',
					userId: bob,
					cause: 'HomeserverError: TIMED_OUT: no answer in time',
				},
			],
		]);
	});

	it('has a name without invisible characters', async () => {
		const { bridge, calls } = fakeBridge({ 'people.ensureBotUserNamed': () => 'bot-bob' });
		await ensureBotUser(bridge, bob, '\u202eBob\u200b\u0007 B.');
		expect(calls.at(-1)).to.deep.equal(['people.ensureBotUserNamed', 'bob:far.example', 'Bob B.']);
	});

	it('is called by the localpart where nothing of the name is visible', async () => {
		const { bridge, calls } = fakeBridge({ 'people.ensureBotUserNamed': () => 'bot-bob' });
		await ensureBotUser(bridge, bob, '\u200b\u3164');
		expect(calls.at(-1)).to.deep.equal(['people.ensureBotUserNamed', 'bob:far.example', 'bob']);
	});
});
