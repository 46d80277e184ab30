import { call } from './messages/call';
import { encrypted } from './messages/encrypted';
import { inAnyRoom, inFederatedRooms, type RegisteredHandler } from './event-handler';
import { liveLocation } from './messages/live-location';
import { member } from './member';
import { message } from './messages/message';
import { pins } from './messages/pins';
import { pollEnd, pollResponse, pollStart } from './messages/poll';
import { reaction } from './messages/reaction';
import { roomAccess } from './direct-messages/read-along';
import { redaction } from './messages/redaction';
import { roomState } from './room-state/handler';
import { serverAcl } from './rooms/server-acl';
import { topic } from './rooms/topic';
import { tombstone } from './rooms/upgrade';

/** Every kind of event that is relayed to Rocket.Chat. A new kind is one file and one entry here. */
export const handlers: readonly RegisteredHandler[] = [
	inFederatedRooms(message),
	inFederatedRooms(encrypted),
	inFederatedRooms(call),
	inFederatedRooms(liveLocation),
	inFederatedRooms(redaction),
	inFederatedRooms(reaction),
	inFederatedRooms(pollStart),
	inFederatedRooms(pollResponse),
	inFederatedRooms(pollEnd),
	inAnyRoom(member),
	inFederatedRooms(topic),
	inFederatedRooms(roomState),
	inFederatedRooms(pins),
	inFederatedRooms(roomAccess),
	inFederatedRooms(serverAcl),
	inFederatedRooms(tombstone),
];
