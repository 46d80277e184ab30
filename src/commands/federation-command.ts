import type { ISlashCommand, SlashCommandContext } from '@rocket.chat/apps-engine/definition/slashcommands';
import type { Bridge } from '../bridge';
import { FederationError } from '../errors';
import { failureOf } from '../failure';
import { translate } from '../i18n';
import { help } from './help';
import type { Invocation, Subcommand } from './subcommand';
import { subcommands } from './subcommands';

/** How the command is announced to the workspace. */
export const announcement = {
	command: 'federation',
	i18nParamsExample: 'command_parameters',
	i18nDescription: 'command_description',
	providesPreview: false,
} as const satisfies Partial<ISlashCommand>;

/** Runs what somebody typed behind `/federation` and answers that person alone. */
export async function runCommand(bridge: Bridge, context: SlashCommandContext): Promise<void> {
	const user = context.getSender();
	const room = context.getRoom();
	const [name = 'help', ...parameters] = context
		.getArguments()
		.flatMap((argument) => argument.split(/\s+/).filter(Boolean));
	const language = user.settings?.preferences?.language;
	const reply: Invocation['reply'] = (text) =>
		bridge.messages.tell(user.id, room.id, text, context.getThreadId());
	const text: Invocation['text'] = (key, given) => translate(key, given, language);
	try {
		const subcommand = await permitted(bridge, name, user.roles);
		await subcommand.run(bridge, { user, room, parameters, subcommands, reply, text });
	} catch (error) {
		const failure = failureOf(error);
		bridge.log.failure('a command failed', failure, { command: name.slice(0, 20) });
		await reply(text(failure.kind.text, failure.parameters));
	}
}

async function permitted(bridge: Bridge, name: string, roles: readonly string[]): Promise<Subcommand> {
	const subcommand = subcommands.find((candidate) => candidate.name === name.toLowerCase());
	if (!subcommand) {
		throw new FederationError('command-unknown', { name: name.slice(0, 40) });
	}
	const needed = subcommand.forAdmins ? ['admin'] : (await bridge.settingsState()).commandRoles;
	if (subcommand !== help && !needed.some((role) => roles.includes(role))) {
		throw new FederationError('command-role-missing', {
			name: subcommand.name,
			roles: needed.join(', '),
		});
	}
	return subcommand;
}
