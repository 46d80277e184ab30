import type { IBotUser } from '@rocket.chat/apps-engine/definition/users/IBotUser';
import { UserType, type IUser } from '@rocket.chat/apps-engine/definition/users';
import { holdsOtherId, isSameName, nameWithId, plainWords } from '../convert/display-name';
import { statusOfNewBotUser, type BotUserStatus } from '../convert/presence';
import { FederationError } from '../errors';
import { rocketChatUser, type RocketChatUser } from './entities';
import type { RocketChatRoomId, RocketChatUserId } from './ids';
import type { Host } from './host';

/** Usernames that are looked up to find the colleague whose name somebody has taken. */
const MAX_LIKELY_USERNAMES = 9;

/** The users of the workspace. */
export class People {
	/** The federation bot, once it was read: its names do not change. */
	private ownUser: RocketChatUser | undefined;

	constructor(
		private readonly host: Host,
		private readonly appId: string,
	) {}

	/** @returns the user; undefined if nobody has this id */
	async byId(id: RocketChatUserId): Promise<RocketChatUser | undefined> {
		return orUndefined(await this.host.read.getUserReader().getById(id));
	}

	/** @returns the user; undefined if nobody has this username */
	async byUsername(username: string): Promise<RocketChatUser | undefined> {
		return orUndefined(await this.host.read.getUserReader().getByUsername(username));
	}

	/** @returns the rooms that a user is a member of */
	async roomIdsOf(id: RocketChatUserId): Promise<RocketChatRoomId[]> {
		return (await this.host.read.getUserReader().getUserRoomIds(id)) as RocketChatRoomId[];
	}

	/** @returns whether a user is a member of a room */
	async isMemberOf(id: RocketChatUserId, roomId: RocketChatRoomId): Promise<boolean> {
		return (await this.roomIdsOf(id)).includes(roomId);
	}

	/** Sets the status of a user and its text. @throws if an administrator has switched the user's status off */
	async setStatus(user: RocketChatUser, { status, text }: BotUserStatus): Promise<void> {
		await this.host.modify.getUpdater().getUserUpdater().updateStatus(user, text, status);
	}

	/** Sets the status text of a user. */
	async setStatusText(user: RocketChatUser, text: string): Promise<void> {
		await this.host.modify.getUpdater().getUserUpdater().updateStatusText(user, text);
	}

	/** Deactivates a user. Rocket.Chat makes the direct messages of two with them read-only. No app can undo it. */
	async deactivate(id: RocketChatUserId): Promise<void> {
		await this.host.modify.getUpdater().getUserUpdater().deactivate(id, true);
	}

	/** @returns the app's own user, the federation bot */
	async bot(): Promise<RocketChatUser> {
		const bot = await this.host.read.getUserReader().getAppUser(this.appId);
		if (!bot) {
			throw new Error('the workspace has no user for this app');
		}
		return rocketChatUser(bot);
	}

	/** @returns whether the app created this user: a bot user, or the federation bot */
	isMadeByApp(user: Pick<IUser, 'type' | 'appId'>): boolean {
		return isMadeBy(this.appId, user);
	}

	/**
	 * Finds the bot user of an external user, and creates it if there is none. Usernames are unique, so two calls at
	 * the same time get the same bot user.
	 * @returns the bot user's id
	 * @throws FederationError `username-taken` if a user that the app did not create has the name
	 */
	async ensureBotUserNamed(username: string, name: string): Promise<RocketChatUserId> {
		const known = await this.byUsername(username);
		if (known) {
			return this.botUserIdOf(known);
		}
		const botUser: Partial<IBotUser> = {
			username,
			name: await this.distinctName(name, `@${username}`),
			roles: ['bot'],
			appId: this.appId,
			isEnabled: true,
			status: statusOfNewBotUser.status,
		};
		const creator = this.host.modify.getCreator();
		try {
			return (await creator.finish(creator.startBotUser(botUser))) as RocketChatUserId;
		} catch (error) {
			const made = await this.byUsername(username);
			if (!made) {
				throw error;
			}
			return this.botUserIdOf(made);
		}
	}

	/**
	 * Tells a name from Matrix from those of local people and of the federation bot. The host finds a person by the username only, so
	 * a colleague is found if the username is made of the words of the name, as most are.
	 * @param name cleaned already
	 * @param matrixId of the external person
	 * @returns the name; with the id beside it if a local person or the federation bot has the same name or username, or if somebody
	 * else's id is in it
	 */
	async distinctName(name: string, matrixId: string): Promise<string> {
		this.ownUser ??= await this.bot();
		const found = likelyUsernames(name).map((username) => this.byUsername(username));
		const isCopy = [this.ownUser, ...(await Promise.all(found))].some(
			(user) =>
				user &&
				!(user.type === UserType.BOT && this.isMadeByApp(user)) &&
				[user.name, user.username].some((own: string | undefined) => isSameName(own ?? '', name)),
		);
		return isCopy || holdsOtherId(name, matrixId) ? nameWithId(name, matrixId) : name;
	}

	private botUserIdOf(user: RocketChatUser): RocketChatUserId {
		if (!this.isMadeByApp(user)) {
			throw new FederationError('username-taken', { username: user.username });
		}
		return user.id;
	}
}

/** @returns whether an app created this user: a bot user, or the user of the app itself */
export function isMadeBy(appId: string, user: Pick<IUser, 'type' | 'appId'>): boolean {
	return (user.type === UserType.BOT || user.type === UserType.APP) && user.appId === appId;
}

/** The engine's types promise a user, but the host returns nothing if there is no such user. */
function orUndefined(user: IUser | undefined): RocketChatUser | undefined {
	return user && rocketChatUser(user);
}

/** @returns the usernames that a person of this name is likely to have */
function likelyUsernames(name: string): string[] {
	const words = plainWords(name);
	const [first = '', ...others] = words;
	const initial = first.slice(0, 1);
	const joined = ['.', '', '_', '-'].map((sign) => words.join(sign));
	const byLast = others.slice(-1).flatMap((last) => [`${initial}.${last}`, `${initial}${last}`, last]);
	const likely = [name, first, ...joined, ...byLast];
	return [...new Set(likely)].filter((username) => username !== '').slice(0, MAX_LIKELY_USERNAMES);
}
