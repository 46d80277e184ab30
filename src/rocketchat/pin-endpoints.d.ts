import '@rocket.chat/rest-typings';

declare module '@rocket.chat/rest-typings' {
	/** Rocket.Chat declares these beside their code: apps/meteor/app/api/server/v1/chat.ts */
	interface Endpoints {
		'/v1/chat.pinMessage': { POST: (params: { messageId: string }) => object };
		'/v1/chat.unPinMessage': { POST: (params: { messageId: string }) => object };
	}
}
