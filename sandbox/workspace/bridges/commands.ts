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

/**
 * The workspace's slash commands: only those of apps. Follows apps/meteor/app/apps/server/bridges/commands.ts and
 * apps/meteor/app/utils/server/slashCommand.ts.
 */
export class CommandBridge extends EngineBridge implements SlashCommands {
	private readonly commands = new Map<string, SlashCommand>();
	private readonly disabled = new Map<string, SlashCommand>();

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
		const name = command.toLowerCase();
		return this.commands.has(name) || this.disabled.has(name);
	}

	protected async enableCommand(command: string): Promise<void> {
		const name = commandName(command);
		const known = this.disabled.get(name);
		if (!known) {
			throw new Error(`The command is not currently disabled: "${name}"`);
		}
		this.disabled.delete(name);
		this.commands.set(name, known);
	}

	protected async disableCommand(command: string): Promise<void> {
		const name = commandName(command);
		if (this.disabled.has(name)) {
			return;
		}
		const known = this.commands.get(name);
		if (!known) {
			throw new Error(`Command does not exist in the system currently: "${name}"`);
		}
		this.commands.delete(name);
		this.disabled.set(name, known);
	}

	protected async modifyCommand(command: ISlashCommand): Promise<void> {
		assertCommand(command);
		const known = this.commands.get(command.command.toLowerCase());
		if (!known) {
			throw new Error(
				`Command does not exist in the system currently (or it is disabled): "${command.command.toLowerCase()}"`,
			);
		}
		this.commands.set(known.command, {
			...known,
			params: command.i18nParamsExample || known.params,
			// Rocket.Chat takes the parameters where the command has no description.
			description: command.i18nDescription || known.params,
			// Its previews stay those of the first registration: functions do not come over.
			providesPreview: command.providesPreview,
			run: (call) => this.execute(known.command, call),
		});
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
		const name = commandName(command);
		this.disabled.delete(name);
		this.commands.delete(name);
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

/** Clients look the text up among the app's translations (ee/lib/misc/Utilities.ts, `getI18nKeyForApp`). */
function i18nKey(key: string, appId: string): string {
	return key && `app-${appId}.${key}`;
}

function commandName(command: string): string {
	if (typeof command !== 'string' || command.trim().length === 0) {
		throw new Error('Invalid command parameter provided, must be a string.');
	}
	return command.toLowerCase();
}

/** Functions do not come over from the runtime's process: the executor cannot be asked for. */
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
