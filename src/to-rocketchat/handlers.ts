import { encrypted } from './encrypted';
import { inAnyRoom, inFederatedRooms, type RegisteredHandler } from './event-handler';
import { member } from './member';
import { message } from './message';
import { pins } from './pins';
import { pollEnd, pollResponse, pollStart } from './poll';
import { reaction } from './reaction';
import { roomAccess } from './read-along';
import { redaction } from './redaction';
import { roomState } from './room-state/handler';
import { topic } from './topic';
import { tombstone } from './upgrade';

/** Every kind of event that is relayed to Rocket.Chat. A new kind is one file and one entry here. */
export const handlers: readonly RegisteredHandler[] = [
	inFederatedRooms(message),
	inFederatedRooms(encrypted),
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
	inFederatedRooms(tombstone),
];
