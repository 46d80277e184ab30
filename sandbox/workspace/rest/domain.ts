import type { Router } from 'express';
import type { Server } from '../server';
import { avatarRoutes } from './avatars';
import { channelsRoutes } from './channels';
import { chatRoutes } from './chat';
import { emojiRoutes } from './emoji';
import { imRoutes } from './im';
import { licensesRoutes } from './licenses';
import { loginRoutes } from './login';
import { mediaRoutes } from './media';
import { messageSyncRoutes } from './message-sync';
import { messageListsRoutes } from './message-lists';
import { miscRoutes } from './misc';
import { preferencesRoutes } from './preferences';
import { rolesRoutes } from './roles';
import { roomsRoutes } from './rooms';
import { statisticsRoutes } from './statistics';
import { teamsRoutes } from './teams';
import { usersRoutes } from './users';

/** The addresses of people, rooms, messages, files and the license. Each handler names its whole path. */
export const domainRoutes: readonly ((server: Server) => Router)[] = [
	loginRoutes,
	usersRoutes,
	preferencesRoutes,
	avatarRoutes,
	channelsRoutes,
	imRoutes,
	roomsRoutes,
	teamsRoutes,
	chatRoutes,
	messageListsRoutes,
	messageSyncRoutes,
	miscRoutes,
	emojiRoutes,
	rolesRoutes,
	statisticsRoutes,
	mediaRoutes,
	licensesRoutes,
];
