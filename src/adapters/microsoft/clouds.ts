import { type CloudName, LOGIN_HOSTS } from '../../core/model/cloud/connection.ts';

export interface CloudHosts {
  login: string;
  graph: string;
  exchange: string;
}

/** Hosts of the national clouds (learn.microsoft.com: Graph deployments; Exchange Online PowerShell V3; August 2026). */
export const CLOUD_HOSTS: Record<CloudName, CloudHosts> = {
  global: { login: LOGIN_HOSTS.global, graph: 'graph.microsoft.com', exchange: 'outlook.office365.com' },
  usgov: { login: LOGIN_HOSTS.usgov, graph: 'graph.microsoft.us', exchange: 'outlook.office365.us' },
  'usgov-dod': {
    login: LOGIN_HOSTS['usgov-dod'],
    graph: 'dod-graph.microsoft.us',
    exchange: 'outlook-dod.office365.us',
  },
  china: {
    login: LOGIN_HOSTS.china,
    graph: 'microsoftgraph.chinacloudapi.cn',
    exchange: 'outlook.office365.cn',
  },
};
