/**
 * Words that mean the same in a search. Each row: the fragments of names that say it, without dots and in lower case; the
 * words that people search by, in both languages, separated by commas; and, if a search is about nothing else, the codes
 * that come first.
 */
type SynonymRow = readonly [fragments: string, words: string, codes?: string]

const rows: readonly SynonymRow[] = [
  // What goes wrong.
  [
    'requestlimitexceeded frequency toomanyrequest ratelimit qps throttl',
    '限流,限频,流控,频率限制,频率超限,请求频率,频率过高,请求过多,请求过于频繁,太频繁,频繁,超频,超过频率限制,并发超限,throttling,throttled,throttle,throttles,rate limit exceeded,request limit exceeded,rate limit,rate limited,rate limiting,too many requests,too many calls,frequency limit,request frequency,slow down,qps',
    'RequestLimitExceeded 4400 4420',
  ],
  [
    'authfailure signaturefailure secretid authenticat unauthenticated invalidauthorization',
    '鉴权失败,鉴权,认证失败,认证错误,身份验证失败,身份认证,验签失败,authentication failed,authentication failure,authentication,auth failed,auth failure,auth error,not authenticated',
    'AuthFailure',
  ],
  [
    'signaturefailure signatureincorrect signatureerror invalidsignature',
    '签名错误,签名失败,签名不正确,签名不匹配,签名校验失败,签名验证失败,wrong signature,bad signature,invalid signature,signature mismatch,signature does not match,signature error',
    'AuthFailure.SignatureFailure',
  ],
  [
    'signatureexpire requestexpire timestampexpire',
    '签名过期,签名已过期,请求过期,请求已过期,时间戳过期,时间戳错误,时钟不准,signature expired,expired signature,request expired,timestamp expired,clock skew,wrong clock',
    'AuthFailure.SignatureExpire 4200',
  ],
  [
    'replayattack',
    '重放,重放攻击,重复请求,nonce 重复,随机数重复,replay,replay attack,nonce reused,nonce used',
    'InvalidRequest.ReplayAttack 4500',
  ],
  [
    'secretidnotfound secretidnotexist invalidsecretid',
    '密钥不存在,密钥错误,密钥无效,密钥id不存在,secretid不存在,secretid 不存在,secret id not found,secretid not found,invalid secret id,unknown key',
    'AuthFailure.SecretIdNotFound',
  ],
  [
    'tokenfailure invalidtoken tokeninvalid tokenexpire',
    '临时密钥过期,token失效,token 失效,token过期,token 过期,token错误,token 错误,令牌过期,令牌失效,invalid token,token expired,token invalid,token failure',
    'AuthFailure.TokenFailure',
  ],
  [
    'unauthorizedoperation unauthorized nopermission permissiondenied permission noprivilege accessdenied nopower notallowed forbidden',
    '没有权限,没权限,无权限,权限不足,缺少权限,未授权,无权操作,无权,拒绝访问,禁止访问,permission denied,no permission,not permitted,not authorized,unauthorized,access denied,missing permission,forbidden',
    'UnauthorizedOperation',
  ],
  ['mfafailure mfa', '多因素认证,二次验证,mfa', 'AuthFailure.MFAFailure'],
  [
    'notfound notexist nosuch nonexist unexist doesnotexist missingresource',
    '不存在,找不到,未找到,没有找到,没找到,查无,not found,not exist,not exists,does not exist,doesnt exist,no such,non existent,nonexistent',
    'ResourceNotFound',
  ],
  [
    'alreadyexist exists existed duplicate duplicated repeat',
    '已存在,已经存在,重复,同名,重名,already exists,already exist,exists already,duplicate,duplicated',
  ],
  ['soldout outofstock', '售罄,已售罄,卖完,无货,缺货,sold out,out of stock', 'ResourcesSoldOut'],
  [
    'resourceinsufficient insufficient notenough lack',
    '资源不足,库存不足,不足,不够,insufficient resource,insufficient,not enough',
    'ResourceInsufficient',
  ],
  [
    'insufficientbalance balance nomoney',
    '余额不足,账户余额,余额,没钱,insufficient balance,balance not enough,not enough balance,no money',
    'FailedOperation.InsufficientBalance 5300',
  ],
  ['arrear owe overdue', '欠费,欠费停服,arrears,in arrears,overdue payment', 'ResourceUnavailable.InArrears'],
  [
    'limitexceeded quota exceed outofquota overquota toomany',
    '超配额,配额不足,配额超限,配额,超限,超出限制,超过限制,达到上限,数量上限,额度,quota exceeded,quota,over quota,out of quota,limit exceeded,limit reached,exceeds the limit,too many',
    'LimitExceeded',
  ],
  [
    'invalidparameter invalidparam parametererror paramerror malformed',
    '参数错误,参数无效,参数不正确,参数不合法,参数非法,参数异常,无效参数,非法参数,invalid parameter,invalid param,bad parameter,wrong parameter,parameter error,illegal parameter,invalid argument',
    'InvalidParameter',
  ],
  [
    'invalidparametervalue valueerror invalidvalue',
    '参数取值错误,参数值错误,参数值无效,取值错误,取值无效,取值不合法,invalid parameter value,invalid value,wrong value,bad value',
    'InvalidParameterValue',
  ],
  [
    'missingparameter missing lack required',
    '缺少参数,缺参数,参数缺失,缺失参数,必填参数,漏传参数,missing parameter,parameter missing,required parameter',
    'MissingParameter',
  ],
  ['unknownparameter', '未知参数,多余参数,unknown parameter,unrecognized parameter', 'UnknownParameter'],
  [
    'internalerror internal servererror systemerror',
    '内部错误,系统错误,服务内部错误,服务器错误,系统异常,内部异常,internal error,internal server error,server error,system error',
    'InternalError 6000',
  ],
  ['timeout timedout', '超时,请求超时,处理超时,timeout,timed out,time out', 'FailedOperation.RequestTimeout'],
  [
    'serviceunavailable unavailable notavailable',
    '服务不可用,暂不可用,服务暂不可用,不可用,service unavailable,unavailable,not available',
    'ServiceUnavailable',
  ],
  [
    'unsupportedoperation unsupported notsupport',
    '不支持,不支持的操作,不支持该操作,操作不支持,unsupported operation,unsupported,not supported,does not support',
    'UnsupportedOperation',
  ],
  [
    'unsupportedregion invalidregion region zone',
    '地域错误,地域不支持,不支持该地域,不支持的地域,unsupported region,region not supported,wrong region',
    'UnsupportedRegion',
  ],
  [
    'invalidaction actionoffline noaction',
    '接口不存在,接口错误,接口名错误,无效接口,没有这个接口,invalid action,unknown action,no such action',
    'InvalidAction',
  ],
  ['actionoffline offline', '接口下线,接口已下线,已下线,下线,action offline,offline', 'ActionOffline'],
  [
    'nosuchversion versionnot',
    '版本不存在,接口版本错误,接口版本不存在,no such version,unknown version',
    'NoSuchVersion',
  ],
  [
    'resourceinuse inuse beingused occupied',
    '资源被占用,被占用,占用中,使用中,正在使用,in use,being used,occupied',
    'ResourceInUse',
  ],
  [
    'taskrunning operating inprocess inprogress processing busy conflict mutex locked',
    '操作冲突,任务冲突,正在操作,操作中,处理中,任务进行中,有任务在执行,正在执行,冲突,忙,稍后重试,busy,in progress,in process,another operation,conflict,locked,try again later',
  ],
  [
    'resourceunavailable status state',
    '资源不可用,状态不正确,状态错误,状态异常,resource unavailable,wrong state,wrong status,invalid status,invalid state',
    'ResourceUnavailable',
  ],
  ['operationdenied denied refused reject', '操作被拒绝,拒绝操作,operation denied,denied,refused', 'OperationDenied'],
  ['failedoperation operationfailed failed', '操作失败,执行失败,operation failed,failed operation', 'FailedOperation'],
  ['dryrun', '预检,试运行,空跑,dry run,dryrun', 'DryRunOperation'],
  ['ipinblacklist blacklist', '黑名单,ip黑名单,blacklist,blocked ip', 'IpInBlacklist'],
  [
    'ipnotinwhitelist whitelist inwhite',
    '白名单,不在白名单,未加白名单,whitelist,not in whitelist,allow list',
    'IpNotInWhitelist',
  ],
  [
    'certification realname notverified unverified',
    '实名,未实名,实名认证,未实名认证,real name,not verified',
    'UnauthorizedOperation.NotCertification',
  ],
  [
    'toolarge sizelimit oversize toolong sizeexceed',
    '过大,太大,过长,太长,超长,文件过大,请求体过大,包体过大,too large,too long,too big,size limit',
    'RequestSizeLimitExceeded',
  ],
  ['expired expire', '过期,已过期,到期,expired,expires'],
  [
    'notattached unattached detached notbind unbind notbound notmount attachedhasno',
    '未挂载,没有挂载,未绑定,not attached,unattached,not bound,not mounted',
  ],
  ['attached attach mounted bound bind', '已挂载,挂载,已绑定,绑定,attached,attach,mounted,bound'],
  ['empty null blank', '为空,空值,empty,is null'],
  ['format malformed illegal', '格式错误,格式不正确,格式不对,bad format,wrong format,format error'],
  ['password passwd pwd', '密码,口令,password,passwd'],
  // What it is about.
  ['instance ins', '实例,云服务器,instance,server'],
  ['disk cbs', '云盘,云硬盘,磁盘,硬盘,disk,disks,volume'],
  ['snapshot', '快照,snapshot'],
  ['image', '镜像,图片,图像,image'],
  ['vpc', '私有网络,vpc'],
  ['subnet', '子网,subnet'],
  ['securitygroup', '安全组,security group'],
  ['eip address publicip', '弹性公网,公网地址,弹性ip,eip'],
  ['loadbalancer', '负载均衡,load balancer'],
  ['listener', '监听器,listener'],
  ['keypair', '密钥对,key pair'],
  ['bucket', '存储桶,bucket'],
  ['object key', '对象,object'],
  ['domain', '域名,domain'],
  ['record', '解析记录,记录,record'],
  ['certificate cert', '证书,certificate'],
  ['function', '云函数,函数,function'],
  ['cluster', '集群,cluster'],
  ['node', '节点,node'],
  ['template', '模板,template'],
  ['signature sign', '签名,signature'],
  ['phonenumber mobile phone', '手机号,手机号码,号码,phone number,mobile number'],
  ['queue', '队列,queue'],
  ['topic', '主题,topic'],
  ['message msg', '消息,短信,message'],
  ['file', '文件,file'],
  ['user uin account', '用户,账号,账户,user,account'],
  ['group', '群组,分组,组,group'],
  ['policy', '策略,policy'],
  ['role', '角色,role'],
  ['order deal', '订单,order'],
  ['task job', '任务,task,job'],
  ['database db', '数据库,database'],
  ['table', '数据表,表,table'],
  ['backup', '备份,backup'],
  ['port', '端口,port'],
  ['tag', '标签,tag'],
  ['region', '地域,region'],
  ['zone', '可用区,zone'],
  ['token', '令牌,token'],
  ['secret key', '密钥,secret'],
  ['parameter param', '参数,parameter'],
  ['version', '版本,version'],
  ['name', '名称,名字,name'],
  ['audio voice', '音频,语音,audio'],
  ['video', '视频,video'],
  ['face', '人脸,face'],
  ['idcard', '身份证,id card'],
  ['stream', '直播流,推流,流,stream'],
  ['room', '房间,room'],
  ['url', '链接,网址,url'],
  ['language lang', '语种,语言,language'],
]

/** A word or a phrase of a search, and what it stands for. */
export interface Concept {
  /** Any of them in a name, without dots and in lower case, says the same. */
  readonly fragments: readonly string[]
  /** The codes that come first if the search is about nothing else. */
  readonly codes: readonly string[]
}

let table: ReadonlyMap<string, Concept> | undefined

/** The concepts by the words that people search by, in lower case. Split at the first use. */
export function listConcepts(): ReadonlyMap<string, Concept> {
  table ??= new Map(
    rows.flatMap(([fragments, words, codes = '']) => {
      const concept = { fragments: fragments.split(' '), codes: codes.split(' ').filter(Boolean) }
      return words.split(',').map((word) => [word, concept] as const)
    }),
  )
  return table
}
