import type { Router } from 'express';
import type { RoomDocument } from '../database/documents';
import { MeteorError } from '../meteor-error';
import { archiveRoom, unarchiveRoom } from '../functions/archive-room';
import { addUserToRoom } from '../functions/add-user-to-room';
import { collections } from '../functions/collections';
import { createRoomAs } from '../functions/create-room';
import { eraseRoom } from '../functions/delete-room';
import { inviteToRoom } from '../functions/invite-to-room';
import { kickUser, leaveRoom } from '../functions/remove-user-from-room';
import { saveRoomSettings, setMuted, setRoomRole, type RoomSettings } from '../functions/room-settings';
import { changeSubscription, subscriptionOf } from '../functions/subscriptions';
import type { Server } from '../server';
import { failure } from './answers';
import { Endpoints, type Call } from './endpoints';
import { page, pagination } from './pagination';
import type { ParamsOf } from './params-checks';
import { historyAnswer, membersAnswer, messagesAnswer, moderatorsOf } from './room-answers';
import { countersAnswer, filesAnswer, mentionsAnswer, onlineAnswer, rolesAnswer } from './room-numbers';
import { roomInParams, usersInParams } from './room-params';
import { assertPermission, userInParams } from './users';

/**
 * `channels.*` and `groups.*` (`apps/meteor/app/api/server/v1/channels.ts`, `groups.ts`), which differ little except
 * in their names.
 */
export function channelsRoutes(server: Server): Router {
	const endpoints = new Endpoints(server);
	for (const kind of [
		{ type: 'c', prefix: 'channels', answer: 'channel' },
		{ type: 'p', prefix: 'groups', answer: 'group' },
	] as const) {
		new RoomKind(server, endpoints, kind).add();
	}
	return endpoints.router;
}

interface Kind {
	type: 'c' | 'p';
	prefix: 'channels' | 'groups';
	/** The field of the answers that holds the room. */
	answer: 'channel' | 'group';
}

class RoomKind {
	constructor(
		private readonly server: Server,
		private readonly endpoints: Endpoints,
		private readonly kind: Kind,
	) {}

	add(): void {
		this.addCreation();
		this.addReading();
		this.addMembership();
		this.addRoles();
		this.addSettings();
		this.addOpening();
	}

	private addCreation(): void {
		this.post('create', async ({ user, params }) => {
			const name = params.requiredText('name');
			const room = await createRoomAs(
				this.server,
				user._id,
				{
					type: this.kind.type,
					name,
					members: params.texts('members') ?? [],
					readOnly: params.flag('readOnly') ?? false,
					extra: extraData(params.object('extraData')),
				},
				params.object('customFields'),
				params.flag('excludeSelf') ?? false,
			);
			return this.answer(room);
		});
		this.post('delete', async (call) => {
			const room = this.room(call);
			await eraseRoom(this.server, room._id, call.user);
			return this.kind.type === 'c' ? { channel: room } : {};
		});
	}

	private addReading(): void {
		this.get('info', (call) => this.answer(this.room(call)));
		this.get('members', (call) => membersAnswer(this.server, this.room(call), call));
		this.get('messages', (call) => messagesAnswer(this.server, this.room(call), call));
		this.get('history', (call) => historyAnswer(this.server, this.room(call), call));
		this.get('counters', (call) => countersAnswer(this.server, this.room(call), call));
		this.get('files', (call) => filesAnswer(this.server, this.room(call), call));
		this.get('online', (call) => onlineAnswer(this.server, this.kind.type, call));
		this.get('roles', (call) => rolesAnswer(this.server, this.room(call)));
		this.get('moderators', (call) => ({ moderators: moderatorsOf(this.server, this.room(call)) }));
		this.addLists();
	}

	/** `channels.list` has every channel, the others only the caller's rooms. */
	private addLists(): void {
		const { rooms, subscriptions } = collections(this.server);
		const { type, prefix } = this.kind;
		const joined = (userId: string): RoomDocument[] => {
			const ids = subscriptions.find({ 'u._id': userId, t: type }).map(({ rid }) => rid);
			return rooms.find({ _id: { $in: ids } }, { sort: { name: 1 } });
		};
		const all = (): RoomDocument[] => rooms.find({ t: type }, { sort: { name: 1 } });
		const list = (name: string, found: (userId: string) => RoomDocument[]): void =>
			this.get(name, ({ user, request }) => {
				const { items, ...numbers } = page(found(user._id), pagination(this.server, request));
				return { [prefix]: items, ...numbers };
			});
		list('list', type === 'c' ? all : joined);
		if (type === 'c') {
			list('list.joined', joined);
			this.get('getAllUserMentionsByChannel', (call) =>
				mentionsAnswer(this.server, this.room(call), call),
			);
		} else {
			this.get('listAll', (call) => {
				assertPermission(this.server, call.user, 'view-room-administration');
				const { items, ...numbers } = page(all(), pagination(this.server, call.request));
				return { groups: items, ...numbers };
			});
		}
	}

	private addMembership(): void {
		this.post('invite', async (call) => {
			const room = this.room(call);
			await inviteToRoom(this.server, call.user, room._id, usersInParams(this.server, call.params));
			return this.answer(room);
		});
		this.post('kick', async (call) => {
			const room = this.room(call);
			await kickUser(this.server, call.user, room._id, userInParams(this.server, call.params));
			return this.kind.type === 'c' ? this.answer(room) : {};
		});
		this.post('leave', async (call) => {
			const room = this.room(call);
			await leaveRoom(this.server, call.user, room._id);
			return this.kind.type === 'c' ? this.answer(room) : {};
		});
		if (this.kind.type === 'c') {
			this.post('join', async (call) => {
				const room = this.room(call);
				await addUserToRoom(this.server, room._id, call.user._id);
				return this.answer(room);
			});
		}
	}

	private addRoles(): void {
		for (const role of ['owner', 'moderator', 'leader'] as const) {
			const title = role.charAt(0).toUpperCase() + role.slice(1);
			for (const given of [true, false]) {
				this.post(`${given ? 'add' : 'remove'}${title}`, (call) => {
					const member = userInParams(this.server, call.params);
					setRoomRole(this.server, this.room(call), member, role, given, call.user);
				});
			}
		}
	}

	private addSettings(): void {
		this.setting('rename', 'name', 'roomName', () => ({}));
		this.setting('setTopic', 'topic', 'roomTopic', (topic) => ({ topic }));
		this.setting('setDescription', 'description', 'roomDescription', (description) => ({ description }));
		this.setting('setAnnouncement', 'announcement', 'roomAnnouncement', (announcement) => ({
			announcement,
		}));
		this.post('archive', (call) => {
			const room = this.room(call);
			if (room.archived) {
				throw new MeteorError('error-room-archived', `The channel, ${room.name ?? ''}, is archived`);
			}
			archiveRoom(this.server, room, call.user);
		});
		this.post('unarchive', (call) => {
			const room = this.room(call);
			if (!room.archived) {
				throw failure(`The channel, ${room.name ?? ''}, is not archived`);
			}
			unarchiveRoom(this.server, room, call.user);
		});
		this.post('setCustomFields', (call) => {
			const customFields = call.params.object('customFields');
			if (!customFields) {
				throw failure('The bodyParam "customFields" is required with a type like object.');
			}
			return this.saved(call, { roomCustomFields: customFields });
		});
		this.post('setReadOnly', (call) => {
			const readOnly = call.params.flag('readOnly');
			if (readOnly === undefined) {
				throw failure('The bodyParam "readOnly" is required');
			}
			return this.saved(call, { readOnly });
		});
		this.post('setType', (call) => {
			const type = call.params.text('type');
			if (!type?.trim()) {
				throw failure('The bodyParam "type" is required');
			}
			if (type === this.kind.type) {
				throw failure('The room type is the same as what it would be changed to.');
			}
			return this.saved(call, { roomType: type });
		});
	}

	/** Shows the room in the caller's list, or hides it. */
	private addOpening(): void {
		for (const open of [true, false]) {
			this.post(open ? 'open' : 'close', (call) => {
				const room = this.room(call);
				const subscription = subscriptionOf(this.server, room._id, call.user._id);
				const name = room.name ?? '';
				if (!subscription) {
					throw failure(`The user/callee is not in the ${this.kind.answer} "${name}".`);
				}
				if (subscription.open === open) {
					const state = open ? 'open' : 'closed';
					throw failure(`The ${this.kind.answer}, ${name}, is already ${state} to the sender`);
				}
				changeSubscription(this.server, subscription, { open });
			});
		}
	}

	/** An endpoint that sets one text of the room. */
	private setting(
		name: string,
		param: string,
		field: 'roomName' | 'roomTopic' | 'roomDescription' | 'roomAnnouncement',
		answer: (value: string) => object,
	): void {
		this.post(name, (call) => {
			const value = call.params.text(param);
			if (value === undefined) {
				throw failure(`The bodyParam "${param}" is required`);
			}
			const room = this.saved(call, { [field]: value });
			return name === 'rename' ? room : answer(value);
		});
	}

	private saved(call: Call, settings: RoomSettings): object {
		const room = this.room(call);
		saveRoomSettings(this.server, room._id, settings, call.user);
		return this.answer(room);
	}

	private room({ params, user }: Call): RoomDocument {
		return roomInParams(this.server, params, this.kind.type, user);
	}

	private answer(room: RoomDocument): object {
		return { [this.kind.answer]: collections(this.server).rooms.findById(room._id) ?? room };
	}

	private get(name: string, work: (call: Call) => object): void {
		this.endpoints.get(`${this.kind.prefix}.${name}`, work);
	}

	private post(name: string, work: (call: Call) => unknown): void {
		this.endpoints.post(`${this.kind.prefix}.${name}`, work);
	}
}

/** `rooms.muteUser`, `rooms.unmuteUser` (`v1/rooms.ts`). */
export function muting(
	server: Server,
	muted: boolean,
): (call: Call<ParamsOf<'rooms.muteUser' | 'rooms.unmuteUser'>>) => void {
	return ({ user, given, params }) => {
		const room = collections(server).rooms.findById(given.roomId);
		if (!room) {
			throw new MeteorError('error-invalid-room', 'Invalid room');
		}
		setMuted(server, room, userInParams(server, params), muted, user);
	};
}

/** The fields of `extraData` that the sandbox knows. */
function extraData(given: Record<string, unknown> = {}): Partial<RoomDocument> {
	const { topic, description, announcement, broadcast } = given;
	return {
		...(typeof topic === 'string' && { topic }),
		...(typeof description === 'string' && { description }),
		...(typeof announcement === 'string' && { announcement }),
		...(typeof broadcast === 'boolean' && { broadcast }),
	};
}
