import {
	SlashCommandPreviewItemType,
	type ISlashCommand,
	type ISlashCommandPreview,
	type ISlashCommandPreviewItem,
	type SlashCommandContext,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import type { AppContext } from '../app-context';
import { failureOf } from '../failure';
import type { Block } from '../rocketchat/blocks';
import { rocketChatRoom, rocketChatUser } from '../rocketchat/entities';
import type { RocketChatMessageId } from '../rocketchat/ids';
import { completionsOf, isCompletionOf } from './completion';
import { subcommandsFor, resolveRequest } from './request';
import { descriptionOf, usageOf } from './subcommand';
import { subcommands } from './subcommands';
import { wordsIn } from './words';

/** What the workspace shows about the command. */
export const announcement = {
	command: 'federation',
	i18nParamsExample: 'command_parameters',
	i18nDescription: 'command_description',
	providesPreview: true,
} as const satisfies Partial<ISlashCommand>;

/** Runs what somebody typed behind `/federation`. Only that person sees the answer. */
export async function runCommand(app: AppContext, context: SlashCommandContext): Promise<void> {
	await runWords(app, context, wordsIn(context.getArguments()));
}

/**
 * Offers the subcommands whose names begin with what was typed so far, and then people who are known. Clients run an offer when it is
 * picked, only with the text before the cursor.
 * Rocket.Chat: apps/meteor/client/views/room/composer/ComposerBoxPopupPreview.tsx.
 */
export async function previewCommand(
	app: AppContext,
	context: SlashCommandContext,
): Promise<ISlashCommandPreview> {
	const user = context.getSender();
	const text = await app.textsFor(user);
	const [typedName = '', ...parameters] = wordsIn(context.getArguments());
	const permitted = await subcommandsFor(app, user.roles, subcommands);
	if (parameters.length > 0) {
		const subcommand = permitted.find(({ name }) => name === typedName.toLowerCase());
		const completions = subcommand ? await completionsOf(app, subcommand, parameters) : [];
		return { i18nTitle: text('command_preview'), items: completions.map(completionItem) };
	}
	const offered = permitted.filter(({ name }) => name.startsWith(typedName.toLowerCase()));
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
 * Runs the subcommand or the completed command that was picked from the preview, if it begins with what was typed. Otherwise it runs what
 * was typed: until clients receive a new preview they show the previous one, which may not match any more.
 */
export async function runPreview(
	app: AppContext,
	{ id }: ISlashCommandPreviewItem,
	context: SlashCommandContext,
): Promise<void> {
	const words = wordsIn(context.getArguments());
	const [typedName = '', ...parameters] = words;
	const lowerCase = [typedName.toLowerCase(), ...parameters];
	const matches = parameters.length === 0 && id.startsWith(typedName.toLowerCase());
	const completed = isCompletionOf(id, lowerCase) ? id.split(' ') : words;
	await runWords(app, context, matches ? [id] : completed);
}

function completionItem(completion: string): ISlashCommandPreviewItem {
	return {
		id: completion,
		type: SlashCommandPreviewItemType.TEXT,
		value: `/${announcement.command} ${completion}`,
	};
}

async function runWords(
	app: AppContext,
	context: SlashCommandContext,
	words: readonly string[],
): Promise<void> {
	const user = rocketChatUser(context.getSender());
	if (app.people.isMadeByApp(user)) {
		return; // a message from Matrix must never run a command
	}
	const room = rocketChatRoom(context.getRoom());
	const text = await app.textsFor(user);
	const thread = context.getThreadId() as RocketChatMessageId | undefined;
	const reply = (answer: string, blocks: readonly Block[] = []) =>
		app.messages.tell(user.id, room.id, answer, thread, blocks);
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
