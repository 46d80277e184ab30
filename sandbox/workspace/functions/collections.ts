import type { Collection } from '../database/collection';
import type { Database } from '../database/database';
import type {
	MessageDocument,
	RoomDocument,
	SubscriptionDocument,
	TeamDocument,
	TeamMemberDocument,
	UploadDocument,
	UserDocument,
} from '../database/documents';

/** A custom emoji of the workspace, as in `packages/core-typings/src/IEmojiCustom.ts`. */
interface CustomEmojiDocument {
	_id: string;
	name: string;
	aliases: string[];
	extension: string;
	etag?: string;
	_updatedAt: Date;
}

/** What is left of a deleted message (`BaseRaw.ts` keeps it in `rocketchat__trash`). */
interface DeletedMessage {
	_id: string;
	rid: string;
	tmid?: string;
	_deletedAt: Date;
}

/** The collections of the domain, under the names they have in Rocket.Chat's MongoDB. */
interface Collections {
	users: Collection<UserDocument>;
	rooms: Collection<RoomDocument>;
	subscriptions: Collection<SubscriptionDocument>;
	messages: Collection<MessageDocument>;
	deletedMessages: Collection<DeletedMessage>;
	uploads: Collection<UploadDocument>;
	customEmoji: Collection<CustomEmojiDocument>;
	teams: Collection<TeamDocument>;
	teamMembers: Collection<TeamMemberDocument>;
}

const opened = new WeakMap<Database, Collections>();

/**
 * The domain's collections with their indexes (those of `packages/models/src/models/*.ts` that some query here needs).
 */
export function collections({ database }: { readonly database: Database }): Collections {
	let known = opened.get(database);
	if (!known) {
		known = openCollections(database);
		opened.set(database, known);
	}
	return known;
}

function openCollections(database: Database): Collections {
	return {
		users: database.collection<UserDocument>('users', [
			{ path: 'username', unique: true },
			{ path: 'username', ignoreCase: true },
			{ path: 'appId' },
		]),
		rooms: database.collection<RoomDocument>('rocketchat_room', [
			{ path: 'name', unique: true },
			{ path: 'uids', multikey: true },
			{ path: 'usernames', multikey: true },
		]),
		subscriptions: database.collection<SubscriptionDocument>('rocketchat_subscription', [
			{ path: 'rid' },
			{ path: 'u._id' },
		]),
		messages: database.collection<MessageDocument>('rocketchat_message', [
			{ path: 'rid' },
			{ path: 'tmid' },
			{ path: 'ts' },
			{ path: 'u._id' },
		]),
		deletedMessages: database.collection<DeletedMessage>('rocketchat__trash', [{ path: 'rid' }]),
		uploads: database.collection<UploadDocument>('rocketchat_uploads', [{ path: 'rid' }]),
		customEmoji: database.collection<CustomEmojiDocument>('rocketchat_custom_emoji', [
			{ path: 'name', unique: true },
		]),
		teams: database.collection<TeamDocument>('rocketchat_team', [{ path: 'name', unique: true }]),
		teamMembers: database.collection<TeamMemberDocument>('rocketchat_team_member', [{ path: 'teamId' }]),
	};
}

/**
 * Changes fields of a stored document and its `_updatedAt`, as every write of Rocket.Chat's models does
 * (`BaseRaw.ts`).
 */
export function update<T extends { _id: string; _updatedAt: Date }>(
	collection: Collection<T>,
	id: string,
	fields: Partial<T>,
	unset: readonly (keyof T)[] = [],
): T {
	return collection.set(id, { ...fields, _updatedAt: new Date() }, unset);
}

/** Like {@link update}, with fields that are computed from the document. Does nothing if there is no such document. */
export function updateWith<T extends { _id: string; _updatedAt: Date }>(
	collection: Collection<T>,
	id: string,
	fields: (document: T) => Partial<T>,
): T | undefined {
	const document = collection.findById(id);
	return document && update(collection, id, fields(document));
}
