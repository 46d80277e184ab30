/** The servers that the workspace can behave as: one of the first that take the app, and the newest. */
export const serverVersions = ['8.4', '9.0'] as const;

export type ServerVersion = (typeof serverVersions)[number];

export const defaultServerVersion: ServerVersion = '9.0';

interface Difference {
	/** The version that behaves so; the other one does not. */
	readonly version: ServerVersion;
	/** What it does. */
	readonly does: string;
	/** Rocket.Chat's file. Those of 8.4 are below `apps/meteor/app/`, those of 9.0 below `apps/meteor/server/`. */
	readonly follows: string;
}

/**
 * Everything that depends on the version of the server. A test shows each of them on both versions where an app can
 * notice it. docs/fidelity.md has the same table.
 */
export const differences = {
	omitsDeletedSenders: {
		version: '8.4',
		does: 'A message of a deleted user reaches apps without a sender.',
		follows: 'apps/server/converters/messages.js',
	},
	addsAbsentReactions: {
		version: '8.4',
		does: 'Removing a reaction from a message without any reaction adds it.',
		follows: 'reactions/server/setReaction.ts',
	},
	closesCodeFences: {
		version: '8.4',
		does: 'A text with an odd number of code fences gets one more at its end, unless its links are not parsed.',
		follows: 'markdown/lib/parser/original/code.ts, lib/server/functions/parseUrlsInMessage.ts',
	},
	joinsIdsOfDirectRooms: {
		version: '8.4',
		does: 'The id of a direct message of two people is their two ids, sorted and joined.',
		follows: 'lib/server/functions/createDirectRoom.ts',
	},
	locksDirectRoomsOfDeactivatedPeople: {
		version: '9.0',
		does: 'A new direct message of two people is read-only if one of them is deactivated.',
		follows: 'lib/rooms/createDirectRoom.ts',
	},
	listsNewestRoomsFirst: {
		version: '9.0',
		does: 'Apps get all rooms newest first; in the other version in any order. The engine gives at most 100 in a call.',
		follows: 'modules/apps/bridges/rooms.ts',
	},
	refusesMessagesInArchivedRooms: {
		version: '9.0',
		does: 'Messages and edits in an archived room are refused.',
		follows: 'lib/authorization/canSendMessage.ts',
	},
	refusesBlankTexts: {
		version: '9.0',
		does: 'A message or edit without text, attachment and block is refused; NUL is removed from texts.',
		follows: 'meteor-methods/messages/sendMessage.ts, lib/messages/updateMessage.ts',
	},
	refusesEditsOfDeletedMessages: {
		version: '9.0',
		does: 'An edit of a deleted message of which the server shows that it was deleted (`rm`) is refused.',
		follows: 'lib/messages/updateMessage.ts',
	},
	raisesSystemEventForTypedMessages: {
		version: '9.0',
		does: 'A sent message with a type raises IPostSystemMessageSent in the place of IPostMessageSent.',
		follows: 'lib/messages/sendMessage.ts',
	},
	hidesPresenceFromApps: {
		version: '9.0',
		does: 'While the status of users is switched off, apps that look up a user get it as offline and without a text.',
		follows: 'modules/apps/bridges/users.ts, lib/statusVisibility/redactStatus.ts',
	},
	keepsStatusOfBots: {
		version: '9.0',
		does: 'A bot without a connection has the status that was set for it; in the other version it is offline. Online without a text clears the text, and counts for people without a connection, too.',
		follows: 'ee/packages/presence/src/lib/presenceEngine.ts',
	},
	refusesHiddenStatus: {
		version: '9.0',
		does: 'While the status of users is switched off, setting a status is refused.',
		follows: 'ee/packages/presence/src/Presence.ts',
	},
	refusesNewerParams: {
		version: '8.4',
		does: 'REST refuses `fields` in channels.list, `aroundId` in chat.getThreadMessages and `fromTs` in chat.syncMessages.',
		follows: 'packages/rest-typings',
	},
} as const satisfies Record<string, Difference>;

/** Whether the workspace behaves in this way. */
export function behaves(
	{ version }: { readonly version: ServerVersion },
	difference: keyof typeof differences,
): boolean {
	return differences[difference].version === version;
}
