// The database, reached from the network of its own alone.
param name string
param location string
param subnet string
param zone string
@secure()
param password string
param database object

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  sku: { name: database.sku, tier: database.tier }
  properties: {
    version: '17'
    administratorLogin: name
    administratorLoginPassword: password
    authConfig: { activeDirectoryAuth: 'Disabled', passwordAuth: 'Enabled' }
    storage: { storageSizeGB: database.storageGB, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: database.backupDays, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: database.zoneRedundant ? 'ZoneRedundant' : 'Disabled' }
    network: {
      delegatedSubnetResourceId: subnet
      privateDnsZoneArmResourceId: zone
      publicNetworkAccess: 'Disabled'
    }
  }

  resource renkei 'databases' = {
    name: 'renkei'
    properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  }
}

output host string = server.properties.fullyQualifiedDomainName
