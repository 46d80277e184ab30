/** matrix-js-sdk names this browser-only option; Node's types do not know it (RequestInit, Fetch standard). */
interface RequestInit {
	priority?: 'high' | 'low' | 'auto';
}
