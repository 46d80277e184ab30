import { randomUUID } from 'node:crypto';
import { unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import type { AppEvents } from '../app-events';
import { userToApp } from '../converters/users';
import type { UploadDocument, UserDocument } from '../database/documents';
import { convertRefusal, type Data } from './event-raiser';
import { RoomEvents } from './room-events';

/**
 * Tells the apps what happens through the engine, as `apps/meteor/app/apps/server/bridges/listeners.ts` does. Who
 * raises an event makes no difference: apps receive the events of their own actions too.
 */
export class EngineEvents extends RoomEvents implements AppEvents {
	/**
	 * Only id, username, type and roles: the name is stored after the event
	 * (`apps/meteor/app/authentication/server/startup`, `insertUserDocAsync`).
	 */
	userCreated({ _id, username, type, roles }: UserDocument, performedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserCreated, () =>
			this.userData({ _id, username, type, roles }, performedBy),
		);
	}

	userUpdated(user: UserDocument, previousUser: UserDocument, performedBy?: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserUpdated, () => ({
			...this.userData(user, performedBy),
			previousData: userToApp(previousUser),
		}));
	}

	/** Only what `deleteUser.ts` reads of the user: id, username and roles. */
	userDeleted({ _id, username, roles }: UserDocument, performedBy: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserDeleted, () =>
			this.userData({ _id, username, roles }, performedBy),
		);
	}

	userLoggedIn(user: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserLoggedIn, () => userToApp(user));
	}

	userLoggedOut(user: UserDocument): Promise<void> {
		return this.post(AppInterface.IPostUserLoggedOut, () => userToApp(user));
	}

	/** The event has the fields that Rocket.Chat broadcasts for a user's presence, not the whole user. */
	userStatusChanged(user: UserDocument, previousStatus: string): Promise<void> {
		const { _id, username, name, status, statusText, roles } = user;
		const known = {
			_id,
			username,
			status,
			...(name !== undefined && { name }),
			...(statusText !== undefined && { statusText }),
			roles,
		};
		return this.post(AppInterface.IPostUserStatusChanged, () => ({
			user: userToApp(known),
			currentStatus: status,
			previousStatus: previousStatus,
		}));
	}

	/** Apps get the file by a path below the engine's folder for temporary files. */
	async beforeFileUpload(file: Partial<UploadDocument>, content: Buffer): Promise<void> {
		const manager = this.manager();
		if (!manager) {
			return;
		}
		const path = join(manager.getTempFilePath(), randomUUID());
		await writeFile(path, content);
		const { name = '', size = 0, type = '', rid = '', userId = '' } = file;
		try {
			const context = { file: { name, size, type, rid, userId }, path };
			await convertRefusal(this.execute(manager, AppInterface.IPreFileUpload, context));
		} finally {
			await unlink(path);
		}
	}

	private userData(
		user: Partial<UserDocument> & { _id: string },
		performedBy?: UserDocument,
	): Data<AppInterface.IPostUserCreated> {
		return { user: userToApp(user), ...(performedBy && { performedBy: userToApp(performedBy) }) };
	}
}
