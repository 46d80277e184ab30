import { Avatars } from './avatars';
import { CustomEmoji } from './custom-emoji';
import { FileMessages } from './file-messages';
import type { Host } from './host';
import { Messages } from './messages';
import { People } from './people';
import { WorkspaceRest, type TokenMemory, type WorkspaceAccess } from './rest';
import { RestRooms } from './rest-rooms';
import { Rooms } from './rooms';
import { Uploads } from './uploads';

/** What the app reads and changes in the workspace. */
export interface WorkspaceParts {
	readonly people: People;
	readonly rooms: Rooms;
	readonly messages: Messages;
	/** Messages with a file. */
	readonly fileMessages: FileMessages;
	/** The workspace's files. */
	readonly uploads: Uploads;
	/** The workspace's own REST API, for what the platform has no accessor for. */
	readonly rest: WorkspaceRest;
	/** Changes rooms over the workspace's REST API, if there is a token for it. */
	readonly restRooms: RestRooms;
	/** The avatars of users and rooms in the workspace. */
	readonly avatars: Avatars;
	/** The workspace's custom emoji. */
	readonly customEmoji: CustomEmoji;
}

/**
 * @param access returns the present address of the REST API, and the token for it
 * @param workedToken remembers that a token has worked
 */
export function openWorkspace(
	host: Host,
	appId: string,
	access: () => Promise<WorkspaceAccess>,
	workedToken: TokenMemory,
): WorkspaceParts {
	const rest = new WorkspaceRest(access, workedToken);
	return {
		people: new People(host, appId),
		rooms: new Rooms(host),
		messages: new Messages(host, appId),
		fileMessages: new FileMessages(host),
		uploads: new Uploads(host, access),
		rest,
		restRooms: new RestRooms(rest),
		avatars: new Avatars(access, rest),
		customEmoji: new CustomEmoji(access, rest),
	};
}
