import { expect } from 'chai';
import type { BackgroundChecks } from '../../src/delivery/background-checks';
import { FederationError } from '../../src/errors';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { MxcUri, UserId } from '../../src/matrix/ids';
import { ensureBotUser } from '../../src/people/bot-user';
import { avatarUrlOf } from '../../src/people/external-avatar';
import { followExternalPerson } from '../../src/people/external-profile';
import { ensureGhost } from '../../src/people/ghost';
import type { FoundAvatar } from '../../src/rocketchat/avatars';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge, type Answers, type Call } from '../support/fake-bridge';
import { blue, html, red } from '../support/pictures';

const alice = { id: 'uid-alice' as RocketChatUserId, username: 'alice', name: 'Alice' };
const ghostId = '@rc_alice:example.org' as UserId;
const bob = '@bob:far.example' as UserId;
const uploaded = 'mxc://example.org/uploaded' as MxcUri;

/** A bridge that carries avatars over, at once and as often as it is asked to. */
function bridgeWith(answers: Answers) {
	const { bridge: silent, calls } = fakeBridge(answers);
	let running = Promise.resolve();
	const bridge = {
		...silent,
		configuration: { ...silent.configuration, syncAvatars: true },
		avatarChecks: {
			request: (_: string, check: () => Promise<void>) => void (running = running.then(check)),
		} as unknown as BackgroundChecks,
	};
	const called = (...methods: string[]): Call[] => calls.filter(([method]) => methods.includes(method));
	return { bridge, called, idle: () => running };
}

describe('the avatar of a ghost', () => {
	let found: FoundAvatar;
	const picture = (bytes: Buffer, lastModified = 'Monday'): FoundAvatar => ({
		is: 'picture',
		picture: { bytes: new Uint8Array(bytes), type: 'image/png' },
		lastModified,
	});
	const start = (more: Answers = {}) => {
		const fake = bridgeWith({
			'homeserver.register': () => undefined,
			'homeserver.setDisplayName': () => undefined,
			'homeserver.setAvatarUrl': () => undefined,
			'avatars.ofUser': () => found,
			'media.upload': () => uploaded,
			...more,
		});
		return {
			...fake,
			act: async () => {
				await ensureGhost(fake.bridge, alice);
				await fake.idle();
			},
			writes: () => fake.called('media.upload', 'homeserver.setAvatarUrl').map(([method]) => method),
		};
	};
	const once = ['media.upload', 'homeserver.setAvatarUrl'];

	it('is uploaded as the ghost, and set, when the ghost is new', async () => {
		const { act, called } = start();
		found = picture(red);
		await act();
		expect(called('media.upload', 'homeserver.setAvatarUrl')).to.deep.equal([
			['media.upload', ghostId, { bytes: new Uint8Array(red), type: 'image/png', name: 'avatar.png' }],
			['homeserver.setAvatarUrl', ghostId, uploaded],
		]);
	});

	it('is asked for with the date of the last answer, and not uploaded again', async () => {
		const { act, called, writes } = start();
		found = picture(red);
		await act();
		found = { is: 'unchanged' };
		await act();
		expect(called('avatars.ofUser').map(([, ...given]) => given)).to.deep.equal([
			['alice', undefined],
			['alice', 'Monday'],
		]);
		expect(writes()).to.deep.equal(once);
	});

	it('is uploaded once if it is looked at twice at once', async () => {
		const { bridge, called } = start();
		found = picture(red);
		const atOnce: Promise<void>[] = [];
		bridge.avatarChecks.request = (_, check) => void atOnce.push(check());
		await ensureGhost(bridge, alice);
		await ensureGhost(bridge, alice);
		await Promise.all(atOnce);
		expect(atOnce).to.have.length(2);
		expect(called('media.upload')).to.have.length(1);
	});

	it('is not uploaded again if the same picture was set again', async () => {
		const { act, writes } = start();
		found = picture(red);
		await act();
		found = picture(red, 'Tuesday');
		await act();
		expect(writes()).to.deep.equal(once);
	});

	it('is uploaded again if it was changed', async () => {
		const { act, writes } = start();
		found = picture(red);
		await act();
		found = picture(blue, 'Tuesday');
		await act();
		expect(writes()).to.deep.equal([...once, ...once]);
	});

	for (const [what, next] of [
		['was taken away', { is: 'missing' }],
		['cannot be shown on Matrix', { is: 'unusable', lastModified: 'Tuesday' }],
	] as const) {
		it(`is taken away once if it ${what}`, async () => {
			const { act, called } = start();
			found = picture(red);
			await act();
			found = next;
			await act();
			await act();
			expect(called('homeserver.setAvatarUrl')).to.deep.equal([
				['homeserver.setAvatarUrl', ghostId, uploaded],
				['homeserver.setAvatarUrl', ghostId, undefined],
			]);
		});
	}

	it('stays while the workspace does not show it to the app', async () => {
		const { act, writes } = start();
		found = picture(red);
		await act();
		found = { is: 'hidden' };
		await act();
		expect(writes()).to.deep.equal(once);
	});

	it('is tried again later if the homeserver did not take it, and the ghost is there all the same', async () => {
		let isDown = true;
		const { act, writes } = start({
			'media.upload': () => {
				if (isDown) {
					throw new HomeserverError('UNREACHABLE', undefined, 'no connection');
				}
				return uploaded;
			},
		});
		found = picture(red);
		await act();
		isDown = false;
		await act();
		expect(writes()).to.deep.equal(['media.upload', ...once]);
	});

	it('is not looked at while avatars are switched off', async () => {
		const { bridge, called, idle } = start();
		bridge.configuration.syncAvatars = false;
		await ensureGhost(bridge, alice);
		await idle();
		expect(called('avatars.ofUser')).to.deep.equal([]);
	});
});

describe('the avatar of an external person', () => {
	const [first, second] = ['mxc://far.example/first', 'mxc://far.example/second'] as const;
	let profile: { displayname: string; avatar_url?: string };
	let hasToken: boolean;
	let refusal: FederationError | undefined;
	let download: () => { bytes: Buffer };

	const start = async () => {
		profile = { displayname: 'Bob', avatar_url: first };
		hasToken = true;
		refusal = undefined;
		download = () => ({ bytes: red });
		const act = () => {
			if (refusal) {
				throw refusal;
			}
		};
		const fake = bridgeWith({
			'homeserver.profile': () => profile,
			'people.byId': () => ({ id: 'bot-bob', name: 'Bob', username: 'bob:far.example', type: 'bot' }),
			'people.distinctName': (name: string) => name,
			'people.ensureBotUserNamed': () => 'bot-bob',
			'media.download': () => download(),
			'avatars.isSettable': () => hasToken,
			'avatars.setOfUser': act,
			'avatars.removeOfUser': act,
		});
		Object.defineProperty(fake.bridge.avatars, 'refusal', { get: () => undefined });
		await ensureBotUser(fake.bridge, bob);
		await fake.idle();
		return {
			...fake,
			/** A member event with this avatar. */
			shows: async (avatar_url?: string) => {
				await followExternalPerson(fake.bridge, bob, { displayname: 'Bob', avatar_url });
				await fake.idle();
			},
			writes: () => fake.called('avatars.setOfUser', 'avatars.removeOfUser').map(([method]) => method),
			ofMessages: () => avatarUrlOf(fake.bridge, bob),
		};
	};

	it('is given to the bot user when that is new, after one request for the profile', async () => {
		const { called, ofMessages } = await start();
		expect(called('homeserver.profile', 'media.download', 'avatars.setOfUser')).to.deep.equal([
			['homeserver.profile', bob],
			['media.download', first, 5_242_880],
			['avatars.setOfUser', 'bot-bob', { bytes: new Uint8Array(red), type: 'image/png' }],
		]);
		expect(await ofMessages()).to.equal(undefined);
	});

	it('is written once while nothing changes, without a request', async () => {
		const { shows, called, writes } = await start();
		await shows(first);
		expect(writes()).to.deep.equal(['avatars.setOfUser']);
		expect(called('homeserver.profile')).to.have.length(1);
	});

	it('is written again if it was changed', async () => {
		const { shows, writes } = await start();
		profile.avatar_url = second;
		await shows(second);
		expect(writes()).to.deep.equal(['avatars.setOfUser', 'avatars.setOfUser']);
	});

	it('is taken away if it was taken away', async () => {
		const { shows, writes } = await start();
		delete profile.avatar_url;
		await shows();
		await shows();
		expect(writes()).to.deep.equal(['avatars.setOfUser', 'avatars.removeOfUser']);
	});

	it('is taken away later if Rocket.Chat refuses that now', async () => {
		const { shows, writes, ofMessages, idle } = await start();
		refusal = new FederationError('workspace-token-expired');
		delete profile.avatar_url;
		await shows();
		refusal = undefined;
		expect(await ofMessages()).to.equal(undefined);
		await idle();
		expect(writes().slice(1)).to.deep.equal(['avatars.removeOfUser', 'avatars.removeOfUser']);
		await ofMessages();
		await idle();
		expect(writes()).to.have.length(3);
	});

	it('does not follow one for one room only', async () => {
		const { shows, writes } = await start();
		await shows(second);
		expect(writes()).to.deep.equal(['avatars.setOfUser']);
	});

	it('is none if it is no address of a file', async () => {
		const { shows, writes } = await start();
		profile.avatar_url = 'https://far.example/picture.png';
		await shows('https://far.example/picture.png');
		expect(writes()).to.deep.equal(['avatars.setOfUser', 'avatars.removeOfUser']);
	});

	for (const [what, answer] of [
		['no picture', () => ({ bytes: html })],
		[
			'gone',
			() => {
				throw new HomeserverError('M_NOT_FOUND', 404, 'gone');
			},
		],
		[
			'too large',
			() => {
				throw new HomeserverError('OVER_LIMIT', 200, 'too large');
			},
		],
	] as const) {
		it(`is taken away, and not downloaded again, if the new one is ${what}`, async () => {
			const { shows, writes, called, ofMessages } = await start();
			download = answer;
			profile.avatar_url = second;
			await shows(second);
			await shows(second);
			expect(writes()).to.deep.equal(['avatars.setOfUser', 'avatars.removeOfUser']);
			expect(called('media.download')).to.have.length(2);
			expect(await ofMessages()).to.equal(undefined);
		});
	}

	for (const [errcode, status, what] of [
		['M_UNKNOWN', 504, 'the server of the new one does not answer'],
		['NOT_MATRIX', 404, 'a proxy answers that there is nothing'],
		['M_UNKNOWN_TOKEN', 401, 'the homeserver refuses the token'],
	] as const) {
		it(`stays while ${what}, and is followed at a later message`, async () => {
			const { shows, writes, ofMessages, idle } = await start();
			download = () => {
				throw new HomeserverError(errcode, status, 'no answer');
			};
			profile.avatar_url = second;
			await shows(second);
			expect(await ofMessages()).to.equal(undefined);
			await idle();
			expect(writes()).to.deep.equal(['avatars.setOfUser']);
			download = () => ({ bytes: blue });
			await ofMessages();
			await idle();
			expect(writes()).to.deep.equal(['avatars.setOfUser', 'avatars.setOfUser']);
		});
	}

	it('is shown with each message without a token, by a signed link to the app', async () => {
		const { shows, ofMessages, writes } = await start();
		hasToken = false;
		profile.avatar_url = second;
		await shows(second);
		expect(await ofMessages()).to.match(
			/^http:\/\/workspace\.test\/api\/apps\/public\/app\/media\/\d+\/[\w-]+\/far\.example\/second$/,
		);
		expect(writes()).to.have.length(1);
	});

	it('is shown with each message if Rocket.Chat refuses it, and given to the bot user once it does not', async () => {
		const { shows, ofMessages, idle } = await start();
		refusal = new FederationError('workspace-token-powerless');
		profile.avatar_url = second;
		await shows(second);
		expect(await ofMessages()).to.be.a('string');
		refusal = undefined;
		await ofMessages();
		await idle();
		expect(await ofMessages()).to.equal(undefined);
	});

	it('is shown with no message while avatars are switched off', async () => {
		const { shows, bridge, ofMessages } = await start();
		hasToken = false;
		profile.avatar_url = second;
		await shows(second);
		bridge.configuration.syncAvatars = false;
		expect(await ofMessages()).to.equal(undefined);
	});
});
