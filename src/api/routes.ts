import type { Route } from './endpoint';
import { media } from './media';
import { dropOfParked, parked, retryOfParked } from './parked';
import { ping } from './ping';
import { registration } from './registration';
import { rooms } from './rooms';
import { transactions } from './transactions';
import { unknown } from './unknown';
import { users } from './users';

/** Every path that the app serves. The first one that matches handles the request. */
export const routes: readonly Route[] = [
	transactions,
	users,
	rooms,
	ping,
	registration,
	parked,
	retryOfParked,
	dropOfParked,
	media,
	unknown,
];
