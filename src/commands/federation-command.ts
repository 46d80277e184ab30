import {
	SlashCommandPreviewItemType,
	type ISlashCommand,
	type ISlashCommandPreview,
	type ISlashCommandPreviewItem,
	type SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import type { AppContext } from '../app-context';
import { failureOf } from '../failure';
import { rocketChatRoom, rocketChatUser } from '../rocketchat/entities';
import type { RocketChatMessageId } from '../rocketchat/ids';
import { subcommandsFor, resolveRequest } from './request';
import { descriptionOf, usageOf } from './subcommand';
import { subcommands } from './subcommands';
import { wordsIn } from './words';

/** How the command is announced to the workspace. */
export const announcement = {
	command: 'federation',
	i18nParamsExample: 'command_parameters',
	i18nDescription: 'command_description',
	providesPreview: true,
} as const satisfies Partial<ISlashCommand>;

/** Runs what somebody typed behind `/federation` and answers that person alone. */
export async function runCommand(app: AppContext, context: SlashCommandContext): Promise<void> {
	await run(app, context, wordsIn(context.getArguments()));
}

/**
 * What somebody may be about to type: the names that begin with what stands there. Once a parameter is typed nothing
 * is offered, since clients run what is offered with no more than what stands before the cursor.
 * Rocket.Chat: apps/meteor/client/views/room/composer/ComposerBoxPopupPreview.tsx.
 */
export async function previewCommand(
	app: AppContext,
	context: SlashCommandContext,
): Promise<ISlashCommandPreview> {
	const user = context.getSender();
	const text = await app.textsFor(user);
	const [begun = '', ...more] = wordsIn(context.getArguments());
	const permitted = more.length > 0 ? [] : await subcommandsFor(app, user.roles, subcommands);
	const offered = permitted.filter(({ name }) => name.startsWith(begun.toLowerCase()));
	const tier = await app.plan.tier();
	return {
		i18nTitle: text('command_preview'),
		items: offered.map((subcommand) => ({
			id: subcommand.name,
			type: SlashCommandPreviewItemType.TEXT,
			value: `${usageOf(subcommand, tier)} – ${descriptionOf(subcommand, tier, text)}`,
		})),
	};
}

/**
 * Runs what was picked from the preview in the place of the name, as far as that was typed. Clients go on offering what
 * fitted before until they have heard what fits now, so whatever does not fit what was typed is not run.
 */
export async function runPreview(
	app: AppContext,
	{ id }: ISlashCommandPreviewItem,
	context: SlashCommandContext,
): Promise<void> {
	const words = wordsIn(context.getArguments());
	const [begun = '', ...more] = words;
	const fits = more.length === 0 && id.startsWith(begun.toLowerCase());
	await run(app, context, fits ? [id] : words);
}

async function run(app: AppContext, context: SlashCommandContext, words: readonly string[]): Promise<void> {
	const user = rocketChatUser(context.getSender());
	if (app.people.isMadeByApp(user)) {
		return; // whatever comes from Matrix runs no commands
	}
	const room = rocketChatRoom(context.getRoom());
	const text = await app.textsFor(user);
	const reply = (answer: string) =>
		app.messages.tell(user.id, room.id, answer, context.getThreadId() as RocketChatMessageId | undefined);
	try {
		const { subcommand, parameters } = await resolveRequest(app, user, words, subcommands);
		const permitted = await subcommandsFor(app, user.roles, subcommands);
		await subcommand.run(app, { user, room, parameters, subcommands: permitted, reply, text });
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a command failed', failure, { command: words[0]?.slice(0, 20) });
		await reply(text(failure.text, failure.parameters));
	}
}
