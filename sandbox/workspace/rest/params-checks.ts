import { behaves, type ServerVersion } from '../server-version';
import { checkedBy, refusal, type ParamsCheck, type ParamsSource } from './published-validators';

/**
 * The endpoints whose parameters the server checks by a validator that Rocket.Chat publishes (`server/api/v1/*.ts`,
 * `ee/server/api/chat.ts`, `licenses.ts`). It does not use all that it publishes: those of most `groups.*` serve no route. Other
 * endpoints have a schema of their own in the server, or check by hand; they do so here too.
 */
export const paramsChecks = {
	'channels.archive': checkedBy('channels/ChannelsArchiveProps', 'isChannelsArchiveProps', 'untyped'),
	'channels.delete': checkedBy('channels/ChannelsDeleteProps', 'isChannelsDeleteProps', 'untyped'),
	'channels.files': checkedBy('channels/ChannelsFilesListProps', 'isChannelsFilesListProps', 'untyped'),
	'channels.getAllUserMentionsByChannel': checkedBy(
		'channels/ChannelsGetAllUserMentionsByChannelProps',
		'isChannelsGetAllUserMentionsByChannelProps',
		'untyped',
	),
	'channels.history': checkedBy('channels/ChannelsHistoryProps', 'isChannelsHistoryProps', 'untyped'),
	'channels.join': checkedBy('channels/ChannelsJoinProps', 'isChannelsJoinProps', 'untyped'),
	'channels.kick': checkedBy('channels/ChannelsKickProps', 'isChannelsKickProps', 'untyped'),
	'channels.leave': checkedBy('channels/ChannelsLeaveProps', 'isChannelsLeaveProps', 'untyped'),
	'channels.list': checkedBy('channels/ChannelsListProps', 'isChannelsListProps', 'untyped'),
	'channels.messages': checkedBy('channels/ChannelsMessagesProps', 'isChannelsMessagesProps', 'untyped'),
	'channels.moderators': checkedBy(
		'channels/ChannelsModeratorsProps',
		'isChannelsModeratorsProps',
		'untyped',
	),
	'channels.online': checkedBy('channels/ChannelsOnlineProps', 'isChannelsOnlineProps', 'untyped'),
	'channels.open': checkedBy('channels/ChannelsOpenProps', 'isChannelsOpenProps', 'untyped'),
	'channels.roles': checkedBy('channels/ChannelsRolesProps', 'isChannelsRolesProps', 'untyped'),
	'channels.setAnnouncement': checkedBy(
		'channels/ChannelsSetAnnouncementProps',
		'isChannelsSetAnnouncementProps',
		'untyped',
	),
	'channels.setReadOnly': checkedBy(
		'channels/ChannelsSetReadOnlyProps',
		'isChannelsSetReadOnlyProps',
		'untyped',
	),
	'channels.unarchive': checkedBy('channels/ChannelsUnarchiveProps', 'isChannelsUnarchiveProps', 'untyped'),
	'groups.files': checkedBy('groups/GroupsFilesProps', 'isGroupsFilesProps', 'untyped'),
	'groups.messages': checkedBy('groups/GroupsMessagesProps', 'isGroupsMessagesProps', 'untyped'),
	'groups.online': checkedBy('groups/GroupsOnlineProps', 'isGroupsOnlineProps', 'untyped'),
	'dm.create': checkedBy('dm/DmCreateProps', 'isDmCreateProps'),
	'dm.files': checkedBy('dm/DmFileProps', 'isDmFileProps'),
	'dm.history': checkedBy('dm/DmHistoryProps', 'isDmHistoryProps'),
	'dm.members': checkedBy('dm/DmMembersProps', 'isDmMemberProps'),
	'dm.messages': checkedBy('dm/DmMessagesProps', 'isDmMessagesProps'),
	'im.create': checkedBy('dm/DmCreateProps', 'isDmCreateProps'),
	'im.files': checkedBy('dm/DmFileProps', 'isDmFileProps'),
	'im.history': checkedBy('dm/DmHistoryProps', 'isDmHistoryProps'),
	'im.members': checkedBy('dm/DmMembersProps', 'isDmMemberProps'),
	'im.messages': checkedBy('dm/DmMessagesProps', 'isDmMessagesProps'),
	'chat.delete': checkedBy('chat', 'isChatDeleteProps'),
	'chat.getDeletedMessages': checkedBy('chat', 'isChatGetDeletedMessagesProps'),
	'chat.getDiscussions': checkedBy('chat', 'isChatGetDiscussionsProps'),
	'chat.getMentionedMessages': checkedBy('chat', 'isChatGetMentionedMessagesProps'),
	'chat.getMessage': checkedBy('chat', 'isChatGetMessageProps'),
	'chat.getMessageReadReceipts': checkedBy('chat', 'isChatGetMessageReadReceiptsProps'),
	'chat.getPinnedMessages': checkedBy('chat', 'isChatGetPinnedMessagesProps'),
	'chat.getStarredMessages': checkedBy('chat', 'isChatGetStarredMessagesProps'),
	'chat.getThreadMessages': checkedBy('chat', 'isChatGetThreadMessagesProps'),
	'chat.getThreadsList': checkedBy('chat', 'isChatGetThreadsListProps'),
	'chat.ignoreUser': checkedBy('chat', 'isChatIgnoreUserProps'),
	'chat.postMessage': checkedBy('chat', 'isChatPostMessageProps'),
	'chat.react': checkedBy('chat', 'isChatReactProps'),
	'chat.reportMessage': checkedBy('chat', 'isChatReportMessageProps'),
	'chat.search': checkedBy('chat', 'isChatSearchProps'),
	'chat.sendMessage': checkedBy('chat', 'isChatSendMessageProps'),
	'chat.syncMessages': checkedBy('chat', 'isChatSyncMessagesProps'),
	'chat.syncThreadMessages': checkedBy('chat', 'isChatSyncThreadMessagesProps'),
	'chat.syncThreadsList': checkedBy('chat', 'isChatSyncThreadsListProps'),
	'chat.update': checkedBy('chat', 'isChatUpdateProps'),
	directory: checkedBy('misc', 'isDirectoryProps'),
	'emoji-custom.list': checkedBy('emojiCustom', 'isEmojiCustomList'),
	'licenses.add': checkedBy('licenses', 'isLicensesAddProps'),
	'licenses.info': checkedBy('licenses', 'isLicensesInfoProps'),
	'roles.addUserToRole': checkedBy('roles', 'isRoleAddUserToRoleProps'),
	'roles.getUsersInRole': checkedBy('roles', 'isRolesGetUsersInRoleProps'),
	'roles.removeUserFromRole': checkedBy('roles', 'isRoleRemoveUserFromRoleProps'),
	'rooms.adminRooms': checkedBy('rooms', 'isRoomsAdminRoomsProps'),
	'rooms.changeArchivationState': checkedBy('rooms', 'isRoomsChangeArchivationStateProps'),
	'rooms.cleanHistory': checkedBy('rooms', 'isRoomsCleanHistoryProps'),
	'rooms.muteUser': checkedBy('rooms', 'isRoomsMuteUnmuteUserProps'),
	'rooms.saveRoomSettings': checkedBy('rooms', 'isRoomsSaveRoomSettingsProps'),
	'rooms.unmuteUser': checkedBy('rooms', 'isRoomsMuteUnmuteUserProps'),
	settings: checkedBy('settings', 'isSettingsGetParams'),
	'settings.public': checkedBy('settings', 'isSettingsPublicWithPaginationProps'),
	spotlight: checkedBy('misc', 'isSpotlightProps'),
	'subscriptions.get': checkedBy('subscriptionsEndpoints', 'isSubscriptionsGetProps'),
	'subscriptions.getOne': checkedBy('subscriptionsEndpoints', 'isSubscriptionsGetOneProps'),
	'subscriptions.read': checkedBy('subscriptionsEndpoints', 'isSubscriptionsReadProps'),
	'subscriptions.unread': checkedBy('subscriptionsEndpoints', 'isSubscriptionsUnreadProps'),
	'users.create': checkedBy('users/UserCreateParamsPOST', 'isUserCreateParamsPOST'),
	'users.getPresence': checkedBy('users/UsersGetPresenceParamsGET', 'isUsersGetPresenceParamsGET'),
	'users.info': checkedBy('users/UsersInfoParamsGet', 'isUsersInfoParamsGetProps'),
	'users.list': checkedBy('users/UsersListParamsGET', 'isUsersListParamsGET'),
	'users.presence': checkedBy('users/UsersPresenceParamsGET', 'isUsersPresenceParamsGET'),
	'users.setActiveStatus': checkedBy(
		'users/UserSetActiveStatusParamsPOST',
		'isUserSetActiveStatusParamsPOST',
	),
	'users.setAvatar': checkedBy('users', 'isUsersSetAvatarProps'),
	'users.setPreferences': checkedBy(
		'users/UsersSetPreferenceParamsPOST',
		'isUsersSetPreferencesParamsPOST',
	),
	'users.update': checkedBy('users/UsersUpdateParamsPOST', 'isUsersUpdateParamsPOST'),
} as const;

/** An endpoint with a published validator. */
type CheckedEndpoint = keyof typeof paramsChecks;

/** The parameters of an endpoint after its check; unknown if it has no published validator. */
export type ParamsOf<Name extends string> = Name extends CheckedEndpoint
	? (typeof paramsChecks)[Name] extends ParamsCheck<infer Params>
		? Params
		: never
	: unknown;

/** Parameters that the validators of 8.4 refuse (npm packages `@rocket.chat/rest-typings` 8.0.0, 8.6.1 and 8.8.1). */
const newerParams: Partial<Record<string, string>> = {
	'channels.list': 'fields',
	'chat.getThreadMessages': 'aroundId',
	'chat.syncMessages': 'fromTs',
};

/**
 * Checks the parameters of a request, and converts texts to numbers and flags in place. Does nothing for an endpoint
 * without a published validator.
 * @throws {RestError} 400 with what is wrong
 */
export function assertParams(
	server: { readonly version: ServerVersion },
	name: string,
	given: unknown,
	source: ParamsSource,
): void {
	const checks: Readonly<Partial<Record<string, ParamsCheck<unknown>>>> = paramsChecks;
	const check = checks[name];
	if (!check) {
		return;
	}
	check.assert(given, source);
	const newer = newerParams[name];
	const isNewer = typeof given === 'object' && given !== null && newer !== undefined && newer in given;
	if (isNewer && behaves(server, 'refusesNewerParams')) {
		throw refusal('must NOT have additional properties', check.form, source);
	}
}
