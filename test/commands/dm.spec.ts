import type { SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import { expect } from 'chai';
import type { AppContext } from '../../src/app-context';
import { runCommand } from '../../src/commands/federation-command';
import { textsFor } from '../../src/i18n';
import { HomeserverError } from '../../src/matrix/homeserver-error';
import type { Tier } from '../../src/plan/features';
import type { UserLink } from '../../src/store/store';
import { fakeBridge, type Answers } from '../support/fake-bridge';
import { planOn } from '../support/fake-plan';
import { mockTimers } from '../support/mock-timers';

const alice = { id: 'alice-id', username: 'alice', type: 'user', isEnabled: true, roles: ['user'] };
const carol = { id: 'carol-id', username: 'carol', type: 'user', isEnabled: true };
const erin = { id: 'erin-id', username: 'erin', type: 'user', isEnabled: false };
const frank = { id: 'frank-id', username: 'frank:example.org', type: 'bot', isEnabled: true };
const missing = new HomeserverError('M_NOT_FOUND', 404, 'no such user');

/** Lets time go on. */
let pass: (milliseconds: number) => Promise<void>;

/** Ids that have a profile; the bot user frank has one, too. */
const profiles = ['@bob:example.org', '@bob:far.example', '@Dan:old.example', '@frank:example.org'];

/** Answers of a workspace and a homeserver on which a direct message can be opened with everybody of `profiles`. */
const answers: Answers = {
	'people.byUsername': (name: string) =>
		[alice, carol, erin, frank].find(({ username }) => username === name),
	'people.byId': (id: string) => [alice, carol, erin, frank].find((user) => user.id === id),
	'people.ensureBotUserNamed': (username: string) => `${username}-id`,
	'homeserver.profile': (userId: string) => {
		if (!profiles.includes(userId)) {
			throw missing;
		}
		return {};
	},
	'homeserver.register': () => undefined,
	'homeserver.setDisplayName': () => undefined,
	'homeserver.createRoom': () => '!room:example.org',
	'homeserver.state': () => [],
	'homeserver.join': () => undefined,
	'homeserver.ban': () => undefined,
	'homeserver.leave': () => undefined,
	'homeserver.latest': () => [],
	'rooms.directOf': () => undefined,
	'rooms.ensureDirect': () => 'rid',
	'rooms.mark': () => undefined,
};

/** Types `/federation dm …` as Alice. @returns what she reads, and whom the new room invites */
async function dm(
	typed: string,
	{
		tier = 'enterprise',
		roles = ['user'],
		recent = [],
		links = recent.map((matrixId) => ({ matrixId, rocketChatId: `${matrixId} here` })),
		times = 1,
	}: {
		tier?: Tier;
		roles?: string[];
		/** Ids of people whose messages were relayed lately. */
		recent?: string[];
		links?: { matrixId: string; rocketChatId: string }[];
		/** How often it is typed at the same time. */
		times?: number;
	} = {},
): Promise<{ answer: string; invited: unknown }> {
	const plan = planOn(tier);
	const { bridge, calls } = fakeBridge(answers, plan);
	for (const link of links) {
		await bridge.store.users.add(link as UserLink);
	}
	const told: string[] = [];
	const app = {
		...bridge,
		messages: { tell: async (_user: string, _room: string, text: string) => void told.push(text) },
		textsFor: async () => textsFor({}, { language: '' }),
		settingsState: async () => ({ commandRoles: roles, workspace: { directMessageLimit: 4 } }),
		requireBridge: async () => bridge,
	} as unknown as AppContext;
	const context = {
		getSender: () => alice,
		getRoom: () => ({ id: 'rid' }),
		getArguments: () => ['dm', ...typed.split(' ')],
		getThreadId: () => undefined,
	} as unknown as SlashCommandContext;
	const running = Promise.all(Array.from({ length: times }, () => runCommand(app, context)));
	// Whoever is not known is looked for again and again for some seconds.
	for (let second = 1; second <= 10; second++) {
		await pass(1_000);
	}
	await running;
	const created = calls.find(([method]) => method === 'homeserver.createRoom');
	const { invite } = (created?.[2] ?? {}) as { invite?: unknown };
	return { answer: told.join('\n'), invited: invite };
}

describe('/federation dm', () => {
	({ pass } = mockTimers());

	const opened: readonly [typed: string, invited: readonly string[]][] = [
		['@bob:example.org', ['@bob:example.org']],
		['@bob:EXAMPLE.ORG', ['@bob:example.org']],
		['@Bob:Example.org', ['@bob:example.org']],
		['@Dan:Old.Example', ['@Dan:old.example']],
		['https://matrix.to/#/%40bob%3Aexample.org?via=x', ['@bob:example.org']],
		['matrix:u/bob:example.org', ['@bob:example.org']],
		['@bob:example.org,@bob:far.example', ['@bob:example.org', '@bob:far.example']],
		['@bob:example.org; carol.', ['@bob:example.org', '@rc_carol:example.org']],
		['@Bob:example.org @bob:EXAMPLE.org, alice', ['@bob:example.org']],
	];
	for (const [typed, invited] of opened) {
		it(`“${typed}” invites ${invited.join(' and ')}`, async () => {
			const result = await dm(typed);
			expect(result.invited).to.deep.equal(invited);
			expect(result.answer).to.match(/ is open\. /);
		});
	}

	it('typed four times at once is answered once', async () => {
		const { answer } = await dm('@bob:example.org', { times: 4 });
		expect(answer.match(/ is open\. /g)).to.have.length(1);
		const refusal = await dm('@nobody:example.org', { times: 4 });
		expect(refusal.answer.match(/knows nobody/g)).to.have.length(1);
	});

	const notHere =
		'Nobody in this workspace has the username `zoe`. For people on Matrix, type the whole id, for example `@bob:example.org`.';
	const invalid = (given: string) =>
		`\`${given}\` is not a Matrix id. An id looks like \`@user:server\`, for example \`@bob:example.org\`.`;
	const similar = (given: string, suggested: string) =>
		`\`${given}\` is neither a Matrix id nor a username of this workspace. Did you mean \`${suggested}\`?`;
	const room = (given: string) =>
		`\`${given}\` is a room, not a person. To join it, type \`/federation join ${given}\`.`;
	const onlyColleagues = (given: string) =>
		`This would be a direct message with colleagues only (\`${given}\`), without anybody on Matrix. Open it as usual.`;
	const several =
		'Opening a direct message with several people by command needs the Starter plan or higher; this workspace has Community. Nobody was invited. With one person it works: `/federation dm @user:server`.';

	const refused: readonly [typed: string, sentence: string, options?: Parameters<typeof dm>[1]][] = [
		['zoe', notHere],
		['@zoe', notHere],
		['erin', notHere.replace('zoe', 'erin')],
		['Zoe Smith', notHere.replace('zoe', 'Zoe'), { tier: 'community' }],
		['carol', onlyColleagues('carol')],
		['alice', onlyColleagues('alice')],
		['carol, alice', onlyColleagues('carol alice'), { tier: 'community' }],
		['bob', similar('bob', '@bob:example.org')],
		['@Bob', similar('Bob', '@bob:example.org')],
		['frank', similar('frank', '@frank:example.org')],
		['bob', similar('bob', '@bob:example.org, @bob:far.example'), { recent: ['@bob:far.example'] }],
		['gina', similar('gina', '@gina:far.example'), { recent: ['@gina:far.example'] }],
		['rc_carol', notHere.replace('zoe', 'rc_carol'), { recent: ['@rc_carol:example.org'] }],
		['bob@example.org', similar('bob@example.org', '@bob:example.org')],
		['mailto:bob@example.org', similar('mailto:bob@example.org', '@bob:example.org')],
		['bob:', invalid('bob:')],
		['@bob:exämple.org', similar('@bob:exämple.org', '@bob:xn--exmple-cua.org')],
		[`@${'b'.repeat(300)}:example.org`, invalid(`@${'b'.repeat(79)}`)],
		['#room:example.org', room('#room:example.org')],
		['!room:example.org', room('!room:example.org')],
		['#general', room('#general')],
		['https://matrix.to/#/#room:example.org', room('#room:example.org')],
		['@bob:example.org #room:example.org', room('#room:example.org'), { tier: 'community' }],
		['@bob:example.org @dan:old.example', several, { tier: 'community' }],
		['@bob:example.org,carol', several, { tier: 'community' }],
		['@a:x,@b:x,@c:x,@d:x', 'A direct message in this workspace holds at most 4 people, including you.'],
		[
			'@nobody:EXAMPLE.org',
			'`example.org` knows nobody with the id `@nobody:example.org`. Please check the spelling.',
		],
		[
			'@Nobody:example.org',
			'`example.org` knows nobody with the id `@Nobody:example.org`. Please check the spelling.',
		],
		[
			'@rc_carol:EXAMPLE.org',
			'`@rc_carol:example.org` is `carol` of this workspace. Open a direct message with `carol` as usual.',
		],
		[
			'@rc_zzz:example.org',
			'`@rc_zzz:example.org` is an id of this workspace, but nobody here has the username `zzz`. Please check the spelling.',
		],
		[
			'@rc_erin:example.org',
			'`@rc_erin:example.org` is an id of this workspace, but nobody here has the username `erin`. Please check the spelling.',
		],
		[
			'@rocketchat:example.org',
			'`@rocketchat:example.org` is the federation bot of this workspace, not a person. Nobody can chat with it.',
		],
		[
			'@bob:example.org',
			'You may not use `/federation dm`. It needs one of these roles: moderator, owner. An administrator can give you one.',
			{ roles: ['moderator', 'owner'] },
		],
		[
			'@bob:example.org',
			'Nobody may use `/federation dm` at the moment, because no role is entered in the setting “Roles that may use /federation”. An administrator can enter one there.',
			{ roles: [] },
		],
	];
	for (const [typed, sentence, options] of refused) {
		it(`answers “${typed.slice(0, 60)}”${options ? ` with ${JSON.stringify(options)}` : ''} with “${sentence.slice(0, 110)}”`, async () => {
			const { answer, invited } = await dm(typed, options);
			expect(answer).to.equal(sentence);
			expect(invited).to.equal(undefined);
		});
	}

	it('names the owner of a ghost by their present username', async () => {
		const { answer } = await dm('@rc_caroline:example.org', {
			links: [{ matrixId: '@rc_caroline:example.org', rocketChatId: carol.id }],
		});
		expect(answer).to.match(/ is `carol` of this workspace\. /);
	});
});
