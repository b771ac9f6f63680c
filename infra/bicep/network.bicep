// A network of their own: database and vault have no address outside it.
param name string
param location string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  properties: {
    addressSpace: { addressPrefixes: ['10.20.0.0/16'] }
  }

  resource apps 'subnets' = {
    name: 'apps'
    properties: {
      addressPrefix: '10.20.0.0/23'
      delegations: [
        { name: 'apps', properties: { serviceName: 'Microsoft.App/environments' } }
      ]
    }
  }

  resource database 'subnets' = {
    name: 'database'
    dependsOn: [apps]
    properties: {
      addressPrefix: '10.20.2.0/28'
      networkSecurityGroup: { id: onlyApps.id }
      delegations: [
        { name: 'database', properties: { serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers' } }
      ]
    }
  }

  resource endpoints 'subnets' = {
    name: 'endpoints'
    dependsOn: [database]
    properties: {
      addressPrefix: '10.20.3.0/28'
      networkSecurityGroup: { id: onlyVault.id }
      privateEndpointNetworkPolicies: 'Enabled'
    }
  }
}

resource onlyApps 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}-database'
  location: location
  properties: {
    securityRules: [
      {
        name: 'apps'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.20.0.0/23'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.20.2.0/28'
          destinationPortRange: '5432'
        }
      }
      {
        // The standby of the same server.
        name: 'itself'
        properties: {
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.20.2.0/28'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.20.2.0/28'
          destinationPortRange: '5432'
        }
      }
      {
        name: 'nobody-else'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource onlyVault 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}-endpoints'
  location: location
  properties: {
    securityRules: [
      {
        name: 'apps'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: '10.20.0.0/23'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.20.3.0/28'
          destinationPortRange: '443'
        }
      }
      {
        name: 'nobody-else'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource databaseZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: '${name}.private.postgres.database.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

resource vaultZone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: 'privatelink.vaultcore.azure.net'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
}

output appsSubnet string = network::apps.id
output databaseSubnet string = network::database.id
output endpointsSubnet string = network::endpoints.id
output databaseZone string = databaseZone.id
output vaultZone string = vaultZone.id
