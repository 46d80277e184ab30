import type { SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import { expect } from 'chai';
import type { AppContext } from '../../src/app-context';
import { runCommand } from '../../src/commands/federation-command';
import { textsFor } from '../../src/i18n';
import { Log } from '../../src/log';
import { planOn } from '../support/fake-plan';

const UNREADABLE = new Error('the settings cannot be read');

/** @returns the notices that the command shows to a sender */
async function answersTo(
	sender: object,
	typed: string[],
	settings: () => Promise<unknown>,
): Promise<string[]> {
	const told: string[] = [];
	const app = {
		people: { isMadeByApp: ({ type }: { type: string }) => type === 'bot' },
		messages: { tell: async (_user: string, _room: string, text: string) => void told.push(text) },
		textsFor: async () => textsFor({}, { language: '' }),
		settingsState: settings,
		plan: planOn('enterprise'),
		log: new Log(),
	} as unknown as AppContext;
	const context = {
		getSender: () => ({
			id: 'uid',
			username: 'alice',
			type: 'user',
			roles: ['user', 'admin'],
			...sender,
		}),
		getRoom: () => ({ id: 'rid' }),
		getArguments: () => typed,
		getThreadId: () => undefined,
	} as unknown as SlashCommandContext;
	await runCommand(app, context);
	return told;
}
const readable = async () => ({ commandRoles: ['user'], workspace: { directMessageLimit: 8 } });

describe('/federation', () => {
	it('ignores bot users with any roles', async () => {
		expect(await answersTo({ type: 'bot' }, ['help'], readable)).to.deep.equal([]);
		expect(await answersTo({}, ['help'], readable)).to.have.length(1);
	});

	it('answers also if the settings cannot be read', async () => {
		const [answer] = await answersTo({}, ['dm', '@bob:example.org'], () => Promise.reject(UNREADABLE));
		expect(answer).to.match(/^Something unexpected went wrong/);
	});
});
