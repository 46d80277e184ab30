import { givenWorkspace } from '../../sandbox/given-workspace';

// Without this, the tests would start workspaces of their own and pass.
if (!givenWorkspace(process.env)) {
	throw new Error(
		'Set SANDBOX_WORKSPACE_URL, SANDBOX_WORKSPACE_ADMIN and SANDBOX_WORKSPACE_PASSWORD (docs/real-server.md).',
	);
}
