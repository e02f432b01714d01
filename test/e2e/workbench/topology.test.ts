import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Session } from './session.ts';

describe('the topology in VS Code', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.start({ file: 'docker-networks.dnet' });
    await session.workbench.editor('docker-networks.dnet');
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(() => session?.close());

  it('opens to the side', async () => {
    const { workbench } = session;
    await workbench.runCommand('Open Topology to the Side');
    const topology = await workbench.topology();
    expect(await topology.nodes()).toContain('container/web');
  });
});
