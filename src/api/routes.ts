import type { Route } from './endpoint';
import { ping } from './ping';
import { registration } from './registration';
import { rooms } from './rooms';
import { transactions } from './transactions';
import { unknown } from './unknown';
import { users } from './users';

/** Everything the app serves; the first path that fits answers. */
export const routes: readonly Route[] = [transactions, users, rooms, ping, registration, unknown];
