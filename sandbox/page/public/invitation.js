import { avatar, button, element } from './element.js';

/**
 * What the timeline shows of a room to which the person is invited.
 * @param answer (what) is called with `join` or `decline`
 */
export function invitationOf({ name, kind, invitedBy }, answer) {
	const where = kind === 'direct' ? 'to a direct message' : `to ${name}`;
	return element(
		'li',
		'empty invited',
		avatar(invitedBy.address),
		element('p', '', element('b', '', invitedBy.name), ` invites you ${where}.`),
		element('p', 'address', invitedBy.address),
		element(
			'div',
			'answers',
			button('', () => answer('join'), 'Accept'),
			button('decline', () => answer('decline'), 'Decline'),
		),
	);
}
