import type { IHttp, IModify, IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type {
	IPostRoomCreate,
	IPostRoomDeleted,
	IPostRoomUserJoined,
	IPostRoomUserLeave,
	IPreRoomCreatePrevent,
	IPreRoomUserJoined,
	IRoom,
	IRoomUserJoinedContext,
	IRoomUserLeaveContext,
} from '@rocket.chat/apps-engine/definition/rooms';
import { relayRoomDeletion } from '../to-matrix/rooms/deleted-room';
import { relayMemberEvent } from '../to-matrix/rooms/member-events';
import { refuseMember, refuseRoom, takeOutOfAutoJoin } from '../to-matrix/rooms/member-veto';
import { federateNewRoom } from '../to-matrix/rooms/new-room';
import { MessageHooks } from './message-hooks';

/** The app as far as the platform tells it of rooms and their members. Has no logic. */
export abstract class RoomHooks
	extends MessageHooks
	implements
		IPreRoomUserJoined,
		IPostRoomUserJoined,
		IPostRoomUserLeave,
		IPreRoomCreatePrevent,
		IPostRoomCreate,
		IPostRoomDeleted
{
	/** Prevents by throwing; the events before something happens do not pass all accessors. */
	async executePreRoomUserJoined(context: IRoomUserJoinedContext): Promise<void> {
		await refuseMember(this.contextIfAny, this.getID(), context);
	}

	async executePostRoomUserJoined(
		context: IRoomUserJoinedContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		const { room, joiningUser: user, inviter: by } = context;
		await this.handle({ read, modify, persistence }, async (app) => {
			await relayMemberEvent(app, { room, user, by });
			await takeOutOfAutoJoin(app, context);
		});
	}

	async executePostRoomUserLeave(
		{ room, leavingUser: user, removedBy: by }: IRoomUserLeaveContext,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => relayMemberEvent(app, { room, user, by }));
	}

	/** @returns false: what is to be prevented throws, so that the person reads why */
	async executePreRoomCreatePrevent(room: IRoom): Promise<boolean> {
		if (this.contextIfAny) {
			await refuseRoom(this.contextIfAny, room);
		}
		return false;
	}

	async executePostRoomCreate(
		room: IRoom,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify: IModify,
	): Promise<void> {
		await this.handle({ read, modify, persistence }, (app) => federateNewRoom(app, room));
	}

	/** The engine passes `modify`, other than its type says (deno-runtime/handlers/listener/handler.ts, `parseArgs`). */
	async executePostRoomDeleted(
		room: IRoom,
		read: IRead,
		_http: IHttp,
		persistence: IPersistence,
		modify?: IModify,
	): Promise<void> {
		if (modify) {
			await this.handle({ read, modify, persistence }, (app) => relayRoomDeletion(app, room));
		}
	}
}
