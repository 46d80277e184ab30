import { prepareHomeserver } from './start-homeserver';

// Installs the homeserver that the environment names, before tests begin to count the time.
await prepareHomeserver((line) => console.log(line));
