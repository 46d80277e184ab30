import type { ISlashCommandPreview } from '@rocket.chat/apps-engine/definition/slashcommands';
import { MeteorError } from '../meteor-error';
import { assertRoom, type CommandCall, type PreviewChoice, type SlashCommand } from './slash-command';

/** The most items that a client gets. */
const LIMIT = 10;

/**
 * The previews that a person sees while typing a command (apps/meteor/app/utils/server/slashCommand.ts, `getPreviews`,
 * apps/meteor/app/lib/server/methods/getSlashCommandPreviews.ts).
 * @returns undefined where there is nothing to show
 * @throws {MeteorError} `error-invalid-command` for a command without previews; any error of the app
 */
export async function getPreviews(
	command: SlashCommand,
	call: CommandCall,
): Promise<Partial<ISlashCommandPreview> | undefined> {
	assertProvided(command);
	assertRoom(call);
	const preview = await command.previews?.show(call);
	return preview?.items?.length ? { ...preview, items: preview.items.slice(0, LIMIT) } : undefined;
}

/**
 * Runs the preview that the person chose (the same files, `executePreview`, and executeSlashCommandPreview.ts).
 * @throws {MeteorError} `error-invalid-command`, `error-invalid-preview`; any error of the app
 */
export async function executePreview(
	command: SlashCommand,
	call: CommandCall,
	item: PreviewChoice,
): Promise<void> {
	assertProvided(command);
	assertRoom(call);
	if (!item.id || !item.type || !item.value) {
		throw new MeteorError('error-invalid-preview', 'Preview Item must have an id, type, and value.');
	}
	await command.previews?.choose(call, item);
}

function assertProvided({ providesPreview }: SlashCommand): void {
	if (!providesPreview) {
		throw new MeteorError('error-invalid-command', 'Command Does Not Provide Previews', {
			method: 'executeSlashCommandPreview',
		});
	}
}
