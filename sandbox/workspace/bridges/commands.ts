import {
	SlashCommandContext,
	type ISlashCommand,
	type ISlashCommandPreviewItem,
} from '@rocket.chat/apps-engine/definition/slashcommands';
import type { AppSlashCommandManager } from '@rocket.chat/apps-engine/server/managers';
import { CommandBridge as EngineBridge } from '@rocket.chat/apps-engine/server/bridges/CommandBridge';
import type { Server } from '../server';
import { parseParameters } from './command-parameters';
import { roomById } from '../converters/rooms';
import { userById } from '../converters/users';
import {
	assertRoom,
	type CommandCall,
	type PreviewSource,
	type SlashCommand,
	type SlashCommands,
} from './slash-command';
import { unsupported } from './unsupported';

/**
 * The workspace's slash commands: only those of apps. Follows apps/meteor/app/apps/server/bridges/commands.ts and
 * apps/meteor/app/utils/server/slashCommand.ts.
 */
export class CommandBridge extends EngineBridge implements SlashCommands {
	private readonly commands = new Map<string, SlashCommand>();

	constructor(private readonly server: Server) {
		super();
	}

	list(): SlashCommand[] {
		return [...this.commands.values()];
	}

	find(command: string): SlashCommand | undefined {
		return this.commands.get(command.toLowerCase());
	}

	async run(command: SlashCommand, call: CommandCall): Promise<void> {
		assertRoom(call);
		await command.run(call);
	}

	protected async doesCommandExist(command: string): Promise<boolean> {
		return this.commands.has(command.toLowerCase());
	}

	protected async enableCommand(): Promise<void> {
		throw unsupported('CommandBridge', 'enableCommand');
	}

	protected async disableCommand(): Promise<void> {
		throw unsupported('CommandBridge', 'disableCommand');
	}

	protected async modifyCommand(): Promise<void> {
		throw unsupported('CommandBridge', 'modifyCommand');
	}

	protected async registerCommand(command: ISlashCommand, appId: string): Promise<void> {
		assertCommand(command);
		const name = command.command.toLowerCase();
		this.commands.set(name, {
			appId,
			command: name,
			params: i18nKey(command.i18nParamsExample, appId),
			description: i18nKey(command.i18nDescription, appId),
			providesPreview: command.providesPreview,
			...(command.permission !== undefined && { permission: command.permission }),
			run: (call) => this.execute(name, call),
			...(command.providesPreview && { previews: this.previewsOf(name) }),
		});
	}

	protected async unregisterCommand(command: string): Promise<void> {
		this.commands.delete(commandName(command));
	}

	private async execute(command: string, call: CommandCall): Promise<void> {
		await this.manager().executeCommand(command, this.context(command, call));
	}

	private previewsOf(command: string): PreviewSource {
		return {
			show: (call) => this.manager().getPreviews(command, this.context(command, call)),
			choose: (call, item) =>
				this.manager().executePreview(
					command,
					item as unknown as ISlashCommandPreviewItem,
					this.context(command, call),
				),
		};
	}

	private manager(): AppSlashCommandManager {
		return this.server.appManager().getCommandManager();
	}

	private context(
		command: string,
		{ userId, roomId, params, threadId, triggerId }: CommandCall,
	): SlashCommandContext {
		const user = userById(this.server, userId);
		const room = roomById(this.server, roomId);
		if (!user || !room) {
			throw new Error(`Command ${command}: user ${userId} or room ${roomId} is gone.`);
		}
		return new SlashCommandContext(
			Object.freeze(user),
			Object.freeze(room),
			Object.freeze(parseParameters(params)) as string[],
			threadId,
			triggerId,
		);
	}
}

/**
 * The key under which clients find the text among the app's translations (ee/lib/misc/Utilities.ts,
 * `getI18nKeyForApp`).
 */
function i18nKey(key: string, appId: string): string {
	return key && `app-${appId}.${key}`;
}

function commandName(command: string): string {
	if (typeof command !== 'string' || command.trim().length === 0) {
		throw new Error('Invalid command parameter provided, must be a string.');
	}
	return command.toLowerCase();
}

/** Functions are not sent over from the runtime's process, so that the executor cannot be checked. */
function assertCommand(command: ISlashCommand): void {
	const texts = [command.i18nParamsExample, command.i18nDescription];
	if (
		typeof command.command !== 'string' ||
		texts.some((text) => Boolean(text) && typeof text !== 'string') ||
		typeof command.providesPreview !== 'boolean'
	) {
		throw new Error('Invalid Slash Command parameter provided, it must be a valid ISlashCommand object.');
	}
}
