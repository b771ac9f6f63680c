// The processes: any number of `serve` and `work`, and the migration that is run before each release.
param name string
param location string
param environment string
param identity string
param image string
param registry string
param databaseHost string
@secure()
param databasePassword string
param serve object
param work object
param settings array
param tracing array

@description('false: only the job, so that the database can be migrated before anything starts.')
param running bool

var secrets = [
  { name: 'database-password', value: databasePassword }
]
var registries = [
  { server: registry, identity: identity }
]
var asItself = {
  type: 'UserAssigned'
  userAssignedIdentities: { '${identity}': {} }
}
var shared = concat(settings, tracing, [
  { name: 'RENKEI_DATABASE_URL', value: 'postgresql://${name}@${databaseHost}/renkei' }
  { name: 'PGPASSWORD', secretRef: 'database-password' }
  { name: 'PGSSLMODE', value: 'verify-full' }
  { name: 'PGSSLROOTCERT', value: '/etc/ssl/certs/ca-certificates.crt' }
])
// One waiting job for each tenant that has something to deliver; a process carries several.
var tenantsThatSend = 'SELECT count(*) FROM renkei_procrastinate.procrastinate_jobs WHERE status IN (\'todo\', \'doing\')'

resource serving 'Microsoft.App/containerApps@2025-07-01' = if (running) {
  name: '${name}-serve'
  location: location
  identity: asItself
  properties: {
    environmentId: environment
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      secrets: secrets
      registries: registries
      ingress: {
        external: true
        targetPort: 3978
        transport: 'http'
        allowInsecure: false
      }
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'serve'
          image: image
          args: ['serve']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(shared, [
            { name: 'RENKEI_HOST', value: '0.0.0.0' }
            { name: 'RENKEI_PORT', value: '3978' }
          ])
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: 3978 }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Readiness'
              httpGet: { path: '/readyz', port: 3978 }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 3
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: 3978 }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
          ]
        }
      ]
      scale: {
        minReplicas: serve.least
        maxReplicas: serve.most
        rules: [
          { name: 'presses', http: { metadata: { concurrentRequests: '40' } } }
        ]
      }
    }
  }
}

resource working 'Microsoft.App/containerApps@2025-07-01' = if (running) {
  name: '${name}-work'
  location: location
  identity: asItself
  properties: {
    environmentId: environment
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      secrets: secrets
      registries: registries
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'work'
          image: image
          args: ['work']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: shared
        }
      ]
      scale: {
        minReplicas: work.least
        maxReplicas: work.most
        rules: [
          {
            name: 'tenants-that-send'
            custom: {
              type: 'postgresql'
              metadata: {
                host: databaseHost
                port: '5432'
                userName: name
                dbName: 'renkei'
                sslmode: 'require'
                query: tenantsThatSend
                targetQueryValue: '8'
              }
              auth: [
                { secretRef: 'database-password', triggerParameter: 'password' }
              ]
            }
          }
        ]
      }
    }
  }
}

resource migrating 'Microsoft.App/jobs@2025-07-01' = {
  name: '${name}-migrate'
  location: location
  identity: asItself
  properties: {
    environmentId: environment
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      replicaTimeout: 1800
      replicaRetryLimit: 1
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 }
      secrets: secrets
      registries: registries
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: image
          args: ['migrate']
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: shared
        }
      ]
    }
  }
}
