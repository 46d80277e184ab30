import type { IListenerExecutor } from '@rocket.chat/apps-engine/server/managers/AppListenerManager';
import { AppInterface } from '@rocket.chat/apps-engine/definition/metadata';
import { UIKitIncomingInteractionType } from '@rocket.chat/apps-engine/definition/uikit';
import { Router, type Request, type Response } from 'express';
import { messageById } from '../converters/messages';
import { roomById } from '../converters/rooms';
import { userToApp } from '../converters/users';
import type { Server } from '../server';
import { authenticatedUser } from './authentication';
import { bodyParsers } from './server';

type Interaction = IListenerExecutor[AppInterface.IUIKitInteractionHandler]['args'][0];

/**
 * `POST /api/apps/ui.interaction/<app id>`: somebody has pressed a button of a message
 * (apps/meteor/ee/server/apps/communication/uikit.ts). Who may see the message is not checked there either: the app has to
 * check who presses. Only the type `blockAction` exists here, and no app of the server's own.
 */
export function uiInteractionRoutes(server: Server): Router {
	const router = Router();
	router.post('/api/apps/ui.interaction/:appId', bodyParsers(), (request: Request, response: Response) => {
		void answer(server, request, response);
	});
	return router;
}

async function answer(server: Server, request: Request, response: Response): Promise<void> {
	const user = authenticatedUser(server, request);
	if (!user) {
		response.status(401).json({ status: 'error', message: 'You must be logged in to do this.' });
		return;
	}
	const body = request.body as Readonly<Record<string, unknown>>;
	if (body.type !== UIKitIncomingInteractionType.BLOCK) {
		response.status(400).json({ error: 'Unknown action' });
		return;
	}
	const { type, container, actionId, triggerId, payload, mid, rid } = body;
	const interaction = {
		...{ type, container, appId: request.params.appId, actionId, triggerId, payload },
		message: typeof mid === 'string' ? messageById(server, mid) : undefined,
		user: userToApp(user),
		room: roomById(server, String(rid)),
	} as unknown as Interaction;
	try {
		const listeners = server.appManager().getListenerManager();
		response.send(await listeners.executeListener(AppInterface.IUIKitInteractionHandler, interaction));
	} catch (error) {
		// Errors of the app's process are plain objects.
		const message: unknown = Reflect.get(Object(error), 'message');
		response.status(500).json({ error: typeof message === 'string' ? message : error });
	}
}
