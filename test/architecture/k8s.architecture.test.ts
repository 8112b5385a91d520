import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const root = join(__dirname, '../..');
const services = ['merchants', 'tokens', 'payments', 'fiscalization', 'orders-sync', 'gateway'];

type Labels = Record<string, string>;
type Container = { image: string; startupProbe?: object; livenessProbe?: object; readinessProbe?: object; securityContext: { readOnlyRootFilesystem: boolean } };
type Manifest = {
  kind: string;
  metadata: { name: string };
  spec: { selector: Labels & { matchLabels: Labels }; template: { metadata: { labels: Labels; annotations?: Labels }; spec: { containers: Container[]; securityContext: { runAsNonRoot: boolean }; terminationGracePeriodSeconds: number } } };
};

const hasKubectl = spawnSync('kubectl', ['version', '--client']).error === undefined;

const render = (overlay: string): Manifest[] => {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(root, 'k8s/overlays', overlay)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`kubectl kustomize failed: ${stderr}`);
  return parseAllDocuments(stdout).map((document) => document.toJS() as Manifest);
};

it('kubectl renders the manifests, or is missed where nobody requires it', () => {
  if (!hasKubectl) process.stderr.write('kubectl is not installed: the manifests of k8s/ are not rendered. Install it, or leave it to CI.\n');
  expect(hasKubectl || process.env['REQUIRE_KUBECTL'] !== '1').toBe(true);
});

const checkOverlay = (overlay: string): void => {
  const manifests = render(overlay);
  const find = (kind: string, name: string): Manifest | undefined => manifests.find((item) => item.kind === kind && item.metadata.name === name);

  it.each(services)('runs %s as a probed, unprivileged deployment that may end its work', (name) => {
    const spec = find('Deployment', name)?.spec.template.spec;
    expect(spec?.securityContext.runAsNonRoot).toBe(true);
    expect(spec?.terminationGracePeriodSeconds).toBeGreaterThan(30);
    expect(spec?.containers[0]).toMatchObject({ startupProbe: {}, livenessProbe: {}, readinessProbe: {}, securityContext: { readOnlyRootFilesystem: true } });
    expect(spec?.containers[0]?.image).toContain(`paygraph/${name}`);
  });

  it.each(services)('has the figures of %s read where it has any', (name) => {
    const expected = name === 'gateway' ? undefined : { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '4000', 'prometheus.io/path': '/metrics' };
    expect(find('Deployment', name)?.spec.template.metadata.annotations).toEqual(expected);
  });

  it.each(services)('sends the traffic of %s to its servers and never to a migration job', (name) => {
    const selector = find('Service', name)?.spec.selector ?? {};
    const matching = manifests.filter(({ spec }) => spec?.template !== undefined && Object.entries(selector).every(([key, value]) => spec.template.metadata.labels[key] === value));
    expect(matching.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([`Deployment ${name}`]);
  });

  it.each(services.filter((name) => name !== 'gateway'))('migrates the schema of %s by a job of its own', (name) => {
    expect(find('Job', `${name}-migrate`)).toBeDefined();
  });
};

// A table without rows is an error to `describe.each`.
for (const overlay of hasKubectl ? ['dev', 'prod'] : []) describe(`the ${overlay} overlay`, () => checkOverlay(overlay));
