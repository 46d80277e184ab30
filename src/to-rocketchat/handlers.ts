import { encrypted } from './encrypted';
import { register, type RegisteredHandler } from './event-handler';
import { member } from './member';
import { message } from './message';
import { pollEnd, pollResponse, pollStart } from './poll';
import { reaction } from './reaction';
import { redaction } from './redaction';
import { topic } from './topic';

/** Every kind of event that is relayed to Rocket.Chat. A new kind is one file and one line here. */
export const handlers: readonly RegisteredHandler[] = [
	register(message),
	register(encrypted),
	register(redaction),
	register(reaction),
	register(pollStart),
	register(pollResponse),
	register(pollEnd),
	register(member),
	register(topic),
];
