import {
	SlashCommandPreviewItemType,
	type SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import { expect } from 'chai';
import type { AppContext } from '../../src/app-context';
import { isCompletionOf } from '../../src/commands/completion';
import { previewCommand } from '../../src/commands/federation-command';
import { textsFor } from '../../src/i18n';
import type { ServerName, UserId } from '../../src/matrix/ids';
import { serverListFrom } from '../../src/matrix/server-list';
import type { RocketChatUserId } from '../../src/rocketchat/ids';
import { fakeBridge } from '../support/fake-bridge';
import { planOn } from '../support/fake-plan';

const known = [
	'@bob:far.example',
	'@bobby:example.org',
	'@rc_bo:example.org',
	'@bo:blocked.example',
	'@eve:x.org',
];

/** @returns what is offered while Alice, who may use commands of users, types behind `/federation` */
async function offersFor(typed: string): Promise<string[]> {
	const { bridge } = fakeBridge({
		'people.byUsername': (name: string) => (name === 'bobby' ? { id: 'colleague' } : undefined),
	});
	Object.assign(bridge, { servers: serverListFrom('', 'blocked.example', 'example.org' as ServerName) });
	for (const matrixId of known) {
		const rocketChatId = `${matrixId} here` as RocketChatUserId;
		await bridge.store.users.add({ matrixId: matrixId as UserId, rocketChatId });
	}
	const app = {
		people: bridge.people,
		textsFor: async () => textsFor({}, { language: '' }),
		settingsState: async () => ({ commandRoles: ['user'] }),
		requireBridge: async () => bridge,
		plan: planOn('enterprise'),
	} as unknown as AppContext;
	const context = {
		getSender: () => ({ id: 'uid', roles: ['user'] }),
		getArguments: () => typed.split(' '),
	} as unknown as SlashCommandContext;
	const { items } = await previewCommand(app, context);
	expect(items.every(({ type }) => type === SlashCommandPreviewItemType.TEXT)).to.equal(true);
	return items.map(({ id }) => id);
}

describe('the completion of people', () => {
	const table: readonly [typed: string, offers: readonly string[]][] = [
		['dm @bo', ['dm @bob:far.example', 'dm @bobby:example.org']],
		['dm BOB', ['dm @bob:far.example', 'dm @bobby:example.org']],
		['whois e', ['whois @eve:x.org']],
		['dm @eve:x.org @bo', ['dm @eve:x.org @bob:far.example', 'dm @eve:x.org @bobby:example.org']],
	];
	for (const [typed, offers] of table) {
		it(`offers for “${typed}” people whose servers are allowed and who are no ghosts`, async () => {
			expect(await offersFor(typed)).to.deep.equal(offers);
		});
	}

	const nothing = [
		'dm @bob:',
		'dm @bob:far.example',
		'dm bobby',
		'dm @',
		'dm zoe',
		'kick @bo',
		'status @bo',
	];
	for (const typed of nothing) {
		it(`offers nothing for “${typed}”, which Enter would run`, async () => {
			expect(await offersFor(typed)).to.deep.equal([]);
		});
	}

	it('runs an offer only if it completes what is typed by then', () => {
		expect(isCompletionOf('dm @bob:far.example', ['dm', '@bo'])).to.equal(true);
		expect(isCompletionOf('dm @bob:far.example', ['dm', 'bo'])).to.equal(true);
		expect(isCompletionOf('dm @bob:far.example', ['dm', '@ca'])).to.equal(false);
		expect(isCompletionOf('dm @bob:far.example', ['whois', '@bo'])).to.equal(false);
		expect(isCompletionOf('dm @bob:far.example', ['dm', '@bo', 'more'])).to.equal(false);
		expect(isCompletionOf('dm', ['dm'])).to.equal(false);
	});
});
