import type { ISlashCommandPreview } from '@rocket.chat/apps-engine/definition/slashcommands';
import { MeteorError } from '../meteor-error';

/** A slash command as clients see it, and what runs it (packages/core-typings/src/SlashCommands.ts). */
export interface SlashCommand {
	command: string;
	description: string;
	params: string;
	providesPreview: boolean;
	clientOnly?: boolean;
	appId?: string;
	permission?: string | string[];
	run(call: CommandCall): Promise<void>;
	/** Of a command that provides previews. */
	previews?: PreviewSource;
}

/** One use of a command. */
export interface CommandCall {
	userId: string;
	roomId: string;
	/** The text after the command, unparsed. */
	params: string;
	threadId?: string;
	triggerId?: string;
}

/** The previews of a command: what a person sees while typing, and what happens when one of them is chosen. */
export interface PreviewSource {
	/** Any field of an app's answer may be missing; a disabled app gives no answer. */
	show(call: CommandCall): Promise<Partial<ISlashCommandPreview> | undefined>;
	choose(call: CommandCall, item: PreviewChoice): Promise<void>;
}

/** The item that a client sends back. */
export interface PreviewChoice {
	id: string;
	/** Clients may send any text. */
	type: string;
	value: string;
}

/** The slash commands of the workspace, as the REST API uses them. `commands.ts` implements it. */
export interface SlashCommands {
	list(): SlashCommand[];
	/** @param command - the name without a slash, in any case */
	find(command: string): SlashCommand | undefined;
	/** @throws {MeteorError} `invalid-command-usage` without a room; any error of the app */
	run(command: SlashCommand, call: CommandCall): Promise<void>;
}

/** @throws {MeteorError} `invalid-command-usage` without a room */
export function assertRoom({ roomId }: CommandCall): void {
	if (!roomId) {
		throw new MeteorError(
			'invalid-command-usage',
			'Executing a command requires at least a message with a room id.',
		);
	}
}
