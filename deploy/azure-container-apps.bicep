// Samaritan in Azure Container Apps: one start, which Teams reaches over https, and workers beside it.
// How to use it: docs/operate.md#azure-container-apps
targetScope = 'resourceGroup'

@description('What the resources are called, or begin with.')
@minLength(2)
@maxLength(20)
param name string = 'samaritan'

param location string = resourceGroup().location

@description('An image that was built from the Dockerfile, by its digest: registry.example/samaritan@sha256:…')
param image string

@description('The Azure Container Registry that has the image, as NAME.azurecr.io. Empty for one that asks for no sign-in.')
param registry string = ''

@description('A user-assigned identity in this resource group that has AcrPull on the registry and Key Vault Secrets User on the vault.')
param identityName string

@description('The key vault in this resource group that has the secrets.')
param vaultName string

@description('Settings that are no secrets, such as SAM_TENANT_ID, and their values.')
param settings object

@description('Settings that are secrets, and the names that they have in the vault. SAMARITAN_DATABASE (postgres://…) and SAMARITAN_MASTER_KEY are always among them.')
param secretSettings object = {
  SAMARITAN_DATABASE: 'samaritan-database'
  SAMARITAN_MASTER_KEY: 'samaritan-master-key'
  SAM_APPLICATION_SECRET: 'sam-application-secret'
  SAM_REFRESH_TOKEN: 'sam-refresh-token'
}

@description('Processes that test batches of large sweeps. None is enough for some thousand tenants.')
@minValue(0)
@maxValue(8)
param workers int = 1

var port = 3978
// The image names a file for the key, which is a secret here.
var program = ['env', '-u', 'SAMARITAN_MASTER_KEY_FILE', 'node', '/opt/samaritan/src/bot/samaritan.mjs']
var plain = map(items(settings), setting => { name: setting.key, value: string(setting.value) })
var secret = map(items(secretSettings), setting => { name: setting.key, secretRef: toLower(replace(setting.key, '_', '-')) })
var secrets = map(items(secretSettings), setting => {
  name: toLower(replace(setting.key, '_', '-'))
  keyVaultUrl: '${vault.properties.vaultUri}secrets/${setting.value}'
  identity: identity.id
})
// A worker asks Microsoft and the database. It speaks to no chat, sends no mail and no heartbeat, and gets nothing of theirs.
var shared = ['SAMARITAN_DATABASE', 'SAMARITAN_MASTER_KEY', 'SAMARITAN_CLOUD', 'SAMARITAN_KEY_VAULT_URL', 'SAMARITAN_LOG_LEVEL', 'AZURE_CLIENT_ID']
var workerPlain = filter(plain, setting => startsWith(setting.name, 'SAM_') || contains(shared, setting.name))
var workerSecret = filter(secret, setting => startsWith(setting.name, 'SAM_') || contains(shared, setting.name))
var workerSecrets = filter(secrets, one => contains(map(workerSecret, setting => setting.secretRef), one.name))
var registries = empty(registry) ? [] : [{ server: registry, identity: identity.id }]

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' existing = {
  name: identityName
}

resource logs 'Microsoft.OperationalInsights/workspaces@2022-10-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource start 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: registries
      secrets: secrets
    }
    template: {
      // Answers and deliveries under way are finished before it ends.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'start'
          image: image
          command: program
          args: ['start']
          env: concat(plain, secret, [
            { name: 'SAMARITAN_HOST', value: '0.0.0.0' }
            { name: 'SAMARITAN_PORT', value: string(port) }
          ])
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 12
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 3
            }
            // Not /readyz: a new revision stands by until the old one ends, and that waits until the new one is ready.
            {
              type: 'Readiness'
              httpGet: { path: '/healthz', port: port }
              periodSeconds: 5
              timeoutSeconds: 3
              failureThreshold: 3
            }
          ]
        }
      ]
      // One speaks; another replica would stand by. Azure starts a new one where its machine dies.
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

resource worker 'Microsoft.App/containerApps@2024-03-01' = if (workers > 0) {
  name: '${name}-worker'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  // The first start makes the tables and the check of the key.
  dependsOn: [start]
  properties: {
    environmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      registries: registries
      secrets: workerSecrets
    }
    template: {
      // Batches under way are finished for 3 seconds; the others are given back.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'worker'
          image: image
          command: program
          args: ['worker']
          env: concat(workerPlain, workerSecret)
          resources: { cpu: json('1.0'), memory: '2Gi' }
        }
      ]
      scale: { minReplicas: workers, maxReplicas: workers }
    }
  }
}

@description('Set as the messaging endpoint of the Teams bot.')
output messagingEndpoint string = 'https://${start.properties.configuration.ingress.fqdn}/api/messages'
