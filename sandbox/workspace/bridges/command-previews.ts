import type { ISlashCommandPreview } from '@rocket.chat/apps-engine/definition/slashcommands';
import { MeteorError } from '../meteor-error';
import { assertRoom, type CommandCall, type PreviewChoice, type SlashCommand } from './slash-command';

/** As many items as clients get at most. */
const LIMIT = 10;

/**
 * What a person sees while typing a command (apps/meteor/app/utils/server/slashCommand.ts, `getPreviews`,
 * apps/meteor/app/lib/server/methods/getSlashCommandPreviews.ts).
 * @returns undefined where there is nothing to show
 * @throws {MeteorError} `error-invalid-command` for a command without previews; whatever the app throws
 */
export async function showPreviews(
	command: SlashCommand,
	call: CommandCall,
): Promise<Partial<ISlashCommandPreview> | undefined> {
	assertProvided(command);
	assertRoom(call);
	const preview = await command.previews?.show(call);
	return preview?.items?.length ? { ...preview, items: preview.items.slice(0, LIMIT) } : undefined;
}

/**
 * What happens when one of them is chosen (the same files, `executePreview`, and executeSlashCommandPreview.ts).
 * @throws {MeteorError} `error-invalid-command`, `error-invalid-preview`; whatever the app throws
 */
export async function choosePreview(
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
