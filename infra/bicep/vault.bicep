// The envelope key: it wraps every tenant's data key and never leaves the vault.
param name string
param location string
param principal string
param subnet string
param zone string

// Reading, wrapping and unwrapping with one key: Key Vault Crypto Service Encryption User.
var mayWrap = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: take('${name}-${uniqueString(resourceGroup().id)}', 24)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: 'Disabled'
    networkAcls: { bypass: 'None', defaultAction: 'Deny' }
  }
}

resource envelope 'Microsoft.KeyVault/vaults/keys@2024-11-01' = {
  parent: vault
  name: 'envelope'
  properties: {
    kty: 'RSA'
    keySize: 3072
    keyOps: ['wrapKey', 'unwrapKey']
  }
}

resource wraps 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(envelope.id, principal, mayWrap)
  scope: envelope
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', mayWrap)
    principalId: principal
    principalType: 'ServicePrincipal'
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${name}-vault'
  location: location
  properties: {
    subnet: { id: subnet }
    privateLinkServiceConnections: [
      { name: 'vault', properties: { privateLinkServiceId: vault.id, groupIds: ['vault'] } }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'vault'
    properties: {
      privateDnsZoneConfigs: [
        { name: 'vault', properties: { privateDnsZoneId: zone } }
      ]
    }
  }
}

@description('Without its version: a new version of the key is taken by `renkei keys rotate`.')
output key string = '${vault.properties.vaultUri}keys/${envelope.name}'
